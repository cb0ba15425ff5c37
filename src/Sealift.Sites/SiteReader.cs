using System.Globalization;
using Tomlyn.Syntax;

namespace Sealift.Sites;

/// <summary>Reads a table of a file of sites, and says exactly what is wrong with it.</summary>
internal sealed class SiteReader(string path)
{
    public SiteTable Read(TableSyntaxBase table)
    {
        var line = table.Span.Start.Line;
        var name = NameOf(table.Name);
        if (table is TableArraySyntax) throw Wrong(line, $"[[{name}]] is a list of tables.", $"A site is written [{name}].");
        if (table.Name?.DotKeys.Any() == true)
            throw Wrong(line, $"[{table.Name.ToString().Trim()}] is a table in a table.", $"A site's name with a dot stands in quotes: [\"{table.Name.ToString().Trim()}\"].");
        if (!SiteName.IsValid(name)) throw Wrong(line, $"\"{name}\" cannot be the name of a site.", SiteName.Rule);

        var keys = new Dictionary<ConnectionSetting, KeyValueSyntax>();
        var values = ConnectionSettings.None;
        foreach (var item in table.Items)
        {
            var key = Key(item, name);
            keys.Add(key, item);
            values = values.With(key, Values(key, item));
        }

        return values.Find(SiteKeys.Host) is null
            ? throw Wrong(line, $"the site {name} has no host.", "Every site needs one: host = \"ftp.example.org\".")
            : new SiteTable(new Site(name, values), table, keys);
    }

    private ConnectionSetting Key(KeyValueSyntax item, string site)
    {
        var name = item.Key!.DotKeys.Any() ? item.Key.ToString().Trim() : NameOf(item.Key);
        return SiteKeys.Find(name) ?? throw Wrong(
            item.Span.Start.Line,
            $"the site {site} has the key {name}, which is not known.",
            name is "password" or "pass" or "passwd"
                ? $"A password does not belong in this file: delete the line and run: sealift site passwd {site}"
                : $"The nearest known key is {NearestName.Of(name, SiteKeys.All.Select(key => key.Name))}; \"sealift site edit --help\" explains them all.");
    }

    private IReadOnlyList<string> Values(ConnectionSetting key, KeyValueSyntax item)
    {
        IReadOnlyList<string> values = (key.Kind, item.Value) switch
        {
            (SettingKind.Text, StringValueSyntax text) => [text.Value ?? ""],
            (SettingKind.Flag, BooleanValueSyntax flag) => [flag.Value ? "true" : "false"],
            (SettingKind.Number, IntegerValueSyntax number) => [number.Value.ToString(CultureInfo.InvariantCulture)],
            (SettingKind.Number, FloatValueSyntax number) => [number.Value.ToString(CultureInfo.InvariantCulture)],
            (SettingKind.List, ArraySyntax { Items: var items }) when items.All(entry => entry.Value is StringValueSyntax) =>
                [.. items.Select(entry => ((StringValueSyntax)entry.Value!).Value ?? "")],
            _ => throw Wrong(item.Span.Start.Line, $"{key} is of the wrong type.", $"Write it like this: {key} = {SiteText.Example(key)}"),
        };
        if (values.Count == 0) throw Wrong(item.Span.Start.Line, $"{key} is an empty list.", "Leave the line out.");
        if (values.Select(key.FindProblem).FirstOrDefault(problem => problem is not null) is { } problem)
            throw Wrong(item.Span.Start.Line, $"{key} {problem}.", $"For example: {key} = {SiteText.Example(key)}");
        return values;
    }

    private SiteException Wrong(int line, string problem, string hint) => SiteFile.NotValid(path, line, problem, hint);

    private static string NameOf(KeySyntax? key) => key?.Key switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax text => text.Value ?? "",
        _ => "",
    };
}
