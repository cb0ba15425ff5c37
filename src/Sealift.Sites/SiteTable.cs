using Tomlyn.Syntax;

namespace Sealift.Sites;

/// <summary>A site and where its text is.</summary>
/// <param name="Site">The site.</param>
/// <param name="Syntax">Its table.</param>
/// <param name="Keys">Its lines, by key.</param>
internal sealed record SiteTable(Site Site, TableSyntaxBase Syntax, IReadOnlyDictionary<ConnectionSetting, KeyValueSyntax> Keys)
{
    /// <summary>The line of its name, counted from 0.</summary>
    public int Line => Syntax.Span.Start.Line;
}
