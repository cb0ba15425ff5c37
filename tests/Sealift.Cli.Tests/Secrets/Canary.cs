using System.IO.Compression;
using System.Text;

namespace Sealift.Cli.Tests.Secrets;

/// <summary>A password that is looked for everywhere, in every form that it could hide in.</summary>
internal static class Canary
{
    /// <summary>Letters beyond ASCII, and a percent sign that looks like an escape.</summary>
    public const string Password = "S3cr3t-Ünï%40";

    /// <summary>The same as a URL has it.</summary>
    public static string Escaped { get; } = Uri.EscapeDataString(Password);

    // The ASCII part alone tells the canary in raw, in percent, in JSON's and in HTML's form.
    private const string Tell = "S3cr3t-";

    private static readonly (string Form, byte[] Bytes)[] Forms =
    [
        ("raw", Encoding.ASCII.GetBytes(Tell)),
        ("upper case", Encoding.ASCII.GetBytes(Tell.ToUpperInvariant())),
        ("its end in Latin-1", Encoding.Latin1.GetBytes("Ünï%40")),
        ("its end in Latin-1, shown", "\\xdcn\\xef%40"u8.ToArray()),
        ("its end in JSON", "\\u00DCn\\u00EF%40"u8.ToArray()),
        ("the letters of its end", Encoding.UTF8.GetBytes("Ünï%40")),
        ("percent", Encoding.ASCII.GetBytes("%C3%9Cn%C3%AF")),
        ("UTF-16", Encoding.Unicode.GetBytes(Tell)),
        ("UTF-16, big end first", Encoding.BigEndianUnicode.GetBytes(Tell)),
        ("hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexString(Encoding.ASCII.GetBytes(Tell)))),
        ("hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Tell)))),
        ("percent of each byte", Encoding.ASCII.GetBytes(Escape(Encoding.ASCII.GetBytes(Tell), "%"))),
        ("percent of each byte of its end", Encoding.ASCII.GetBytes(Escape(Encoding.Latin1.GetBytes("Ünï%40"), "%"))),
        ("backslashes", Encoding.ASCII.GetBytes(Escape(Encoding.ASCII.GetBytes(Tell), "\\x"))),
        .. Wide.SelectMany(bytes => new[] { ("UTF-16 in hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexString(bytes))), ("UTF-16 in hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes))) }),
        .. Base64(Encoding.ASCII.GetBytes(Tell)),
        .. Wide.SelectMany(Base64),
    ];

    /// <summary>What a server can make of the canary in a line of text, each form under its name.</summary>
    public static IReadOnlyList<(string Form, byte[] Bytes)> Echoes { get; } =
    [
        ("raw", Encoding.UTF8.GetBytes(Password)),
        ("upper case", Encoding.UTF8.GetBytes(Password.ToUpperInvariant())),
        ("Latin-1", Encoding.Latin1.GetBytes(Password)),
        ("percent", Encoding.ASCII.GetBytes(Escaped)),
        ("percent of each byte", Encoding.ASCII.GetBytes(Escape(Encoding.UTF8.GetBytes(Password), "%"))),
        ("backslashes", Encoding.ASCII.GetBytes(Escape(Encoding.UTF8.GetBytes(Password), "\\x"))),
        ("JSON", Encoding.ASCII.GetBytes(System.Text.Json.JsonSerializer.Serialize(Password))),
        .. new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode }.SelectMany(encoding => Encoded(encoding.WebName, encoding.GetBytes(Password))),
    ];

    private static byte[][] Wide => [Encoding.Unicode.GetBytes(Tell), Encoding.BigEndianUnicode.GetBytes(Tell)];

    /// <summary>Fails where any form of the canary is among the bytes, also inside an archive.</summary>
    /// <param name="where">Where they are from, for the message.</param>
    /// <param name="bytes">The bytes.</param>
    public static void AssertAbsent(string where, ReadOnlyMemory<byte> bytes)
    {
        foreach (var (form, pattern) in Forms)
            Assert.True(bytes.Span.IndexOf(pattern) < 0, $"{where} has the password ({form}):\n{Encoding.UTF8.GetString(bytes.Span)}");

        Assert.False(IsIn(bytes.Span), $"{where} has the password between zeros or line ends:\n{Encoding.UTF8.GetString(bytes.Span)}");
        if (!bytes.Span.StartsWith("PK\x03\x04"u8)) return;
        using var archive = new ZipArchive(new MemoryStream(bytes.ToArray()));
        foreach (var entry in archive.Entries)
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open()) stream.CopyTo(content);
            AssertAbsent($"{where}, {entry.FullName}", content.ToArray());
        }
    }

    /// <summary>Whether the bytes hold it: the proof that the search finds what is there.</summary>
    public static bool IsIn(ReadOnlySpan<byte> bytes)
    {
        // UTF-16 whose zeros are shown in some way, and base64 that is broken into lines.
        var latin = Encoding.Latin1.GetString(bytes);
        foreach (var zero in new[] { "\0", "\\x00", "\\u0000", "\\\\x00", "%00", "\r", "\n" }) latin = latin.Replace(zero, "", StringComparison.Ordinal);
        var joined = Encoding.Latin1.GetBytes(latin);
        foreach (var (_, pattern) in Forms)
        {
            if (bytes.IndexOf(pattern) >= 0 || joined.AsSpan().IndexOf(pattern) >= 0) return true;
        }

        return false;
    }

    private static IEnumerable<(string, byte[])> Encoded(string name, byte[] bytes)
    {
        yield return ($"{name} in percent", Encoding.ASCII.GetBytes(Escape(bytes, "%")));
        yield return ($"{name} in hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)));
        yield return ($"{name} in small hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)));
        for (var shift = 0; shift < 3; shift++)
        {
            var text = Convert.ToBase64String([.. "a:b"u8[..shift], .. bytes]);
            yield return ($"{name} in base64, {shift}", Encoding.ASCII.GetBytes(text));
            yield return ($"{name} in base64url, {shift}", Encoding.ASCII.GetBytes(text.Replace('+', '-').Replace('/', '_').TrimEnd('=')));
        }
    }

    private static string Escape(byte[] bytes, string sign) => string.Concat(bytes.Select(value => $"{sign}{value:X2}"));

    // Base64 looks different for each of the three places in a group of bytes that a text can begin at; its ends depend on what is beside it.
    private static IEnumerable<(string, byte[])> Base64(byte[] text)
    {
        for (var shift = 0; shift < 3; shift++)
        {
            var whole = Convert.ToBase64String([.. new byte[shift], .. text]);
            var first = shift == 0 ? 0 : 4;
            var last = (shift + text.Length) / 3 * 4;
            yield return ($"base64, {shift}", Encoding.ASCII.GetBytes(whole[first..last]));
            yield return ($"base64url, {shift}", Encoding.ASCII.GetBytes(whole[first..last].Replace('+', '-').Replace('/', '_')));
        }
    }
}
