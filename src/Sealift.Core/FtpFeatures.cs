using Sealift.Core.Wire;

namespace Sealift.Core;

/// <summary>What a server says it can do: the reply to FEAT (RFC 2389 section 3.2).</summary>
public sealed class FtpFeatures
{
    private readonly string[] _lines;
    private readonly Dictionary<string, string?> _byName = new(StringComparer.OrdinalIgnoreCase);

    private FtpFeatures(string[] lines)
    {
        _lines = lines;
        foreach (var line in lines)
        {
            var (name, parameters) = Split(line);
            _byName.TryAdd(name, parameters);
        }

        MlstFacts = [.. Words(Find("MLST"), ';').Select(static fact => fact.TrimEnd('*')).Where(static fact => fact.Length > 0)];
        AuthMechanisms = [.. lines
            .Select(Split)
            .Where(static line => line.Name.Equals("AUTH", StringComparison.OrdinalIgnoreCase))
            .SelectMany(static line => Words(line.Parameters, ';', ',', ' '))
            .Select(static word => word.ToUpperInvariant())
            .Distinct(StringComparer.Ordinal)];
        ModifiableFacts = [.. Words(Find("MFF"), ';')];
        HashAlgorithms = [.. Enum.GetValues<FtpHashAlgorithm>().Where(Hashes).OrderDescending()];
    }

    /// <summary>No features: a server that does not know FEAT.</summary>
    public static FtpFeatures None { get; } = new([]);

    /// <summary>The feature lines in their order, without the leading space.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>MLST and MLSD (RFC 3659 section 7.8).</summary>
    public bool Mlst => Has("MLST");

    /// <summary>Names are UTF-8 (RFC 2640 section 3.2).</summary>
    public bool Utf8 => Has("UTF8");

    /// <summary>REST in stream mode (RFC 3659 section 5.4).</summary>
    public bool RestStream => Words(Find("REST"), ' ').Contains("STREAM", StringComparer.OrdinalIgnoreCase);

    /// <summary>SIZE (RFC 3659 section 4).</summary>
    public bool Size => Has("SIZE");

    /// <summary>MDTM (RFC 3659 section 3).</summary>
    public bool Mdtm => Has("MDTM");

    /// <summary>MFMT (draft-somers-ftp-mfxx).</summary>
    public bool Mfmt => Has("MFMT");

    /// <summary>EPSV (RFC 2428 section 3). Many servers know it and do not list it.</summary>
    public bool Epsv => Has("EPSV");

    /// <summary>The trivial virtual file store: '/' separates names (RFC 3659 section 6).</summary>
    public bool Tvfs => Has("TVFS");

    /// <summary>The fact names that MLST offers, as written, without the asterisk of the active ones.</summary>
    public IReadOnlyList<string> MlstFacts { get; }

    /// <summary>The fact names that MFF can set, as written (draft-somers-ftp-mfxx section 5).</summary>
    public IReadOnlyList<string> ModifiableFacts { get; }

    /// <summary>The mechanisms of all AUTH lines in upper case, such as "TLS", "TLS-C".</summary>
    public IReadOnlyList<string> AuthMechanisms { get; }

    /// <summary>
    /// What the server can compute checksums of its files with, the strongest first: HASH (draft-bryan-ftpext-hash-02 section 4)
    /// and the older XCRC, XMD5, XSHA1, XSHA256, XSHA512, MD5 and MMD5.
    /// </summary>
    public IReadOnlyList<FtpHashAlgorithm> HashAlgorithms { get; }

    /// <summary>Reads the reply to FEAT; anything but a 211 is <see cref="None"/>.</summary>
    /// <param name="reply">The reply.</param>
    /// <remarks>Tolerant: any number of leading spaces, and lines that repeat the "211-".</remarks>
    public static FtpFeatures Parse(FtpReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        // RFC 2389 section 3.2: the features are between the first and the last line.
        if (reply.Code != 211 || reply.Lines.Count < 3)
            return None;
        var lines = reply.Lines
            .Skip(1)
            .Take(reply.Lines.Count - 2)
            .Select(static line => (line.StartsWith("211-", StringComparison.Ordinal) ? line[4..] : line).Trim(' ', '\t'))
            .Where(static line => line.Length > 0);
        return new FtpFeatures([.. lines]);
    }

    /// <summary>Whether the feature is listed.</summary>
    /// <param name="name">Its name in any case, such as "MLST".</param>
    public bool Has(string name) => _byName.ContainsKey(name);

    /// <summary>The parameters of the first line of a feature: empty without any, <see langword="null"/> when it is not listed.</summary>
    /// <param name="name">Its name in any case.</param>
    public string? Find(string name) => _byName.GetValueOrDefault(name);

    private bool HasHash(FtpHashAlgorithm algorithm) => Words(Find("HASH"), ';').Any(word =>
        FtpChecksum.TryParseAlgorithm(word.TrimEnd('*'), out var listed) && listed == algorithm);

    private bool Hashes(FtpHashAlgorithm algorithm) => HasHash(algorithm) || algorithm switch
    {
        FtpHashAlgorithm.Crc32 => Has("XCRC"),
        FtpHashAlgorithm.Md5 => Has("XMD5") || Has("MD5") || Has("MMD5"),
        FtpHashAlgorithm.Sha1 => Has("XSHA1") || Has("XSHA"),
        FtpHashAlgorithm.Sha256 => Has("XSHA256"),
        FtpHashAlgorithm.Sha512 => Has("XSHA512"),
        _ => false,
    };

    private static (string Name, string Parameters) Split(string line)
    {
        var space = line.IndexOf(' ');
        return space < 0 ? (line, "") : (line[..space], line[(space + 1)..].Trim(' '));
    }

    private static string[] Words(string? text, params char[] separators) =>
        text?.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
