using System.Text;

namespace Sealift.Sites;

/// <summary>Changes the text of a file of sites, and only where it must.</summary>
internal static class SiteEdit
{
    /// <summary>New sites, at the end.</summary>
    public static string Add(string text, IEnumerable<Site> sites)
    {
        var end = LineEndOf(text);
        var result = new StringBuilder(text);
        foreach (var site in sites)
        {
            if (result.Length > 0 && result[^1] != '\n') result.Append(end);
            if (result.Length > 0) result.Append(end);
            result.Append(SiteText.Header(site.Name)).Append(end);
            foreach (var key in site.Values.Present) result.Append(SiteText.Line(key, site.Values.FindAll(key))).Append(end);
        }

        return result.ToString();
    }

    /// <summary>The lines of a site that changed, went or came.</summary>
    public static string Change(string text, SiteTable table, Site site)
    {
        // From the last to the first, so that what is before keeps its place.
        var changes = new List<(int Start, int End, string Text)>();
        foreach (var (key, line) in table.Keys)
        {
            var values = site.Values.FindAll(key);
            if (values.Count == 0) changes.Add((LineStart(text, line.Span.Start.Offset), NextLine(text, line.Value!.Span.End.Offset), ""));
            else if (!values.SequenceEqual(table.Site.Values.FindAll(key), StringComparer.Ordinal))
                changes.Add((line.Value!.Span.Start.Offset, line.Value.Span.End.Offset + 1, SiteText.Value(key, values)));
        }

        var added = site.Values.Present.Where(key => !table.Keys.ContainsKey(key)).ToList();
        if (added.Count > 0)
        {
            var end = LineEndOf(text);
            var last = table.Keys.Values.Select(line => line.Value!.Span.End.Offset).Append(table.Syntax.CloseBracket!.Span.End.Offset).Max();
            var at = NextLine(text, last);
            var lines = string.Concat(added.Select(key => SiteText.Line(key, site.Values.FindAll(key)) + end));
            changes.Add((at, at, at > 0 && text[at - 1] != '\n' ? end + lines : lines));
        }

        var result = new StringBuilder(text);
        foreach (var (start, stop, replacement) in changes.OrderByDescending(change => change.Start).ThenByDescending(change => change.End))
            result.Remove(start, stop - start).Insert(start, replacement);
        return result.ToString();
    }

    /// <summary>Another name between the brackets.</summary>
    public static string Rename(string text, SiteTable table, string name)
    {
        var start = table.Syntax.OpenBracket!.Span.Start.Offset;
        var end = table.Syntax.CloseBracket!.Span.End.Offset + 1;
        return string.Concat(text.AsSpan(0, start), SiteText.Header(name), text.AsSpan(end));
    }

    /// <summary>Nothing of a site: its table and the comment that stands directly above it, unless that begins the file.</summary>
    public static string Remove(string text, SiteTable table)
    {
        var start = LineStart(text, table.Syntax.Span.Start.Offset);
        var last = table.Keys.Values.Select(line => line.Value!.Span.End.Offset).Append(table.Syntax.CloseBracket!.Span.End.Offset).Max();
        var end = NextLine(text, last);

        var comment = start;
        while (comment > 0 && text[LineStart(text, comment - 1)..comment].TrimStart().StartsWith('#')) comment = LineStart(text, comment - 1);
        if (comment > 0) start = comment;

        // One blank line between what is left on both sides, not two.
        var isBlankBefore = start == 0 || string.IsNullOrWhiteSpace(text[LineStart(text, start - 1)..start]);
        if (isBlankBefore && end < text.Length && string.IsNullOrWhiteSpace(text[end..NextLine(text, end)])) end = NextLine(text, end);
        return text.Remove(start, end - start);
    }

    private static int LineStart(string text, int offset) => offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;

    private static int NextLine(string text, int offset)
    {
        var end = offset >= text.Length ? -1 : text.IndexOf('\n', offset);
        return end < 0 ? text.Length : end + 1;
    }

    private static string LineEndOf(string text) => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
}
