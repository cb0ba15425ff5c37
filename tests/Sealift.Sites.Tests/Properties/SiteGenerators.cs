using CsCheck;

namespace Sealift.Sites.Tests.Properties;

/// <summary>Sites as anybody could save them.</summary>
internal static class SiteGenerators
{
    private const string Nasty = "ab \"'\\#=[]{},.$-_/:;é中~%\u00a0\u2028\u202e09";

    public static Gen<string> Text { get; } = Gen.Char[Nasty].Array[1, 24].Select(static chars => new string(chars));

    public static Gen<string> Name { get; } = Gen.Char["abC09.-_"].Array[1, 12].Select(static chars => new string(chars)).Where(SiteName.IsValid);

    public static Gen<Site> Site { get; } =
        from name in Name
        from host in Any("ftp.example.org", "::1", "127.0.0.1", "bücher.example")
        from keys in Gen.Shuffle(SiteKeys.All.Where(static key => key.Name != "host").ToArray(), 0, 8)
        from values in keys.Aggregate(Gen.Const(ConnectionSettings.None), static (all, key) => Gen.Select(all, Values(key), (settings, values) => With(settings, key, values)))
        select new Site(name, values.With(SiteKeys.All.First(static key => key.Name == "host"), host));

    public static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    // What a key does not take stays away: a site that exists has values that are possible.
    private static ConnectionSettings With(ConnectionSettings settings, ConnectionSetting key, string[] values)
    {
        var possible = values.Where(value => key.FindProblem(value) is null).ToArray();
        return possible.Length == 0 ? settings : settings.With(key, possible);
    }

    private static Gen<string[]> Values(ConnectionSetting key) => key switch
    {
        { Choices.Count: > 0 } => Any([.. key.Choices]).Array[1],
        { Kind: SettingKind.Number } => Gen.Int[1, 64].Select(static number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)).Array[1],
        { Name: "pin" } => Gen.Byte.Array[32].Select(static bytes => "sha256//" + Convert.ToBase64String(bytes)).Array[1, 3],
        _ => Gen.OneOf(Text, Any("a/b", "password", "TLS", "50000-50099", "c:\\x")).Array[1, key.Kind == SettingKind.List ? 3 : 1],
    };
}
