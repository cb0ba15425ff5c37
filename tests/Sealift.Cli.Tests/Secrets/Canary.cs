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
        ("the letters of its end", Encoding.UTF8.GetBytes("Ünï%40")),
        ("percent", Encoding.ASCII.GetBytes("%C3%9Cn%C3%AF")),
        ("UTF-16", Encoding.Unicode.GetBytes(Tell)),
        ("UTF-16, big end first", Encoding.BigEndianUnicode.GetBytes(Tell)),
        ("hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexString(Encoding.ASCII.GetBytes(Tell)))),
        ("hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Tell)))),
        .. Base64(Tell),
    ];

    /// <summary>Fails where any form of the canary is among the bytes, also inside an archive.</summary>
    /// <param name="where">Where they are from, for the message.</param>
    /// <param name="bytes">The bytes.</param>
    public static void AssertAbsent(string where, ReadOnlyMemory<byte> bytes)
    {
        foreach (var (form, pattern) in Forms)
            Assert.True(bytes.Span.IndexOf(pattern) < 0, $"{where} has the password ({form}):\n{Encoding.UTF8.GetString(bytes.Span)}");
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
        foreach (var (_, pattern) in Forms)
        {
            if (bytes.IndexOf(pattern) >= 0) return true;
        }

        return false;
    }

    // Base64 looks different for each of the three places in a group of bytes that a text can begin at; its ends depend on what is beside it.
    private static IEnumerable<(string, byte[])> Base64(string text)
    {
        for (var shift = 0; shift < 3; shift++)
        {
            var whole = Convert.ToBase64String([.. new byte[shift], .. Encoding.ASCII.GetBytes(text)]);
            var first = shift == 0 ? 0 : 4;
            var last = (shift + text.Length) / 3 * 4;
            yield return ($"base64, {shift}", Encoding.ASCII.GetBytes(whole[first..last]));
        }
    }
}
