using System.Globalization;
using System.Text;

namespace Sealift.Tls.Trust;

/// <summary>
/// The known hosts as they stand in their file. Lines are kept as they were read, so that comments and order survive a change.
/// </summary>
internal sealed class KnownHostsFile
{
    private const string Magic = "sealift-known-hosts";
    private const int Version = 1;
    private const int MaxBytes = 16 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<(string Text, KnownHost? Host)> _lines;

    private KnownHostsFile(List<(string Text, KnownHost? Host)> lines) => _lines = lines;

    public IEnumerable<KnownHost> Hosts => _lines.Select(line => line.Host).OfType<KnownHost>();

    public static KnownHostsFile Empty => new([($"{Magic} {Version}", null)]);

    /// <summary>Reads the file; absent is empty.</summary>
    /// <exception cref="TlsException">It is damaged, cannot be read, or is of a newer version.</exception>
    public static async Task<KnownHostsFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > MaxBytes) throw Unusable(path, null, $"it is larger than {MaxBytes} bytes");
            bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Empty;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not TlsException)
        {
            throw Unusable(path, null, $"it cannot be read: {e.Message}", e);
        }

        return Parse(path, bytes);
    }

    public KnownHost? Find(string place) => Hosts.FirstOrDefault(host => TrustCommand.Place(host.Host, host.Port) == place);

    /// <summary>Adds a host at the end, or in the place of the entry it replaces.</summary>
    public void Set(KnownHost host)
    {
        var line = (KnownHostLine.Format(host), host);
        var index = IndexOf(TrustCommand.Place(host.Host, host.Port));
        if (index < 0) _lines.Add(line);
        else _lines[index] = line;
    }

    public bool Remove(string place)
    {
        var index = IndexOf(place);
        if (index >= 0) _lines.RemoveAt(index);
        return index >= 0;
    }

    public byte[] ToBytes() => StrictUtf8.GetBytes(string.Concat(_lines.Select(line => line.Text + "\n")));

    private static KnownHostsFile Parse(string path, byte[] bytes)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var line = 1 + bytes.AsSpan(0, Math.Clamp(e.Index, 0, bytes.Length)).Count((byte)'\n');
            throw Unusable(path, line, "it is not UTF-8 text", e);
        }

        // What a cut file ends in is no line: every line that was written has its end.
        if (!text.EndsWith('\n')) throw Unusable(path, 1 + text.Count(c => c == '\n'), "the file ends in the middle of a line");

        var lines = new List<(string, KnownHost?)>();
        var places = new HashSet<string>(StringComparer.Ordinal);
        foreach (var raw in text[..^1].Split('\n'))
        {
            var line = raw.Trim('\r', ' ', '\t');
            var number = lines.Count + 1;
            if (number == 1)
            {
                CheckVersion(path, line);
                lines.Add((raw, null));
                continue;
            }

            KnownHost? host = null;
            if (line.Length > 0 && !line.StartsWith('#'))
            {
                host = KnownHostLine.Parse(line, out var fault) ?? throw Unusable(path, number, fault);
                var place = TrustCommand.Place(host.Host, host.Port);
                if (!places.Add(place)) throw Unusable(path, number, $"{place} is there twice");
            }

            lines.Add((raw, host));
        }

        return new KnownHostsFile(lines);
    }

    private static void CheckVersion(string path, string line)
    {
        var words = line.Split(' ');
        if (words.Length != 2
            || words[0] != Magic
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            || version < Version)
        {
            throw Unusable(path, 1, $"the first line must be \"{Magic} {Version}\"");
        }

        if (version > Version) throw Unusable(path, 1, $"it is of version {version}, and this program knows version {Version}");
    }

    private static TlsException Unusable(string path, int? line, string fault, Exception? inner = null) => new(
        TlsFailure.TrustStoreUnusable,
        $"The known hosts in {path} cannot be used: {(line is null ? "" : $"line {line}: ")}{fault}.",
        "Nothing was changed. Correct the file, or move it away to start with no known hosts.",
        inner);

    private int IndexOf(string place) =>
        _lines.FindIndex(line => line.Host is { } host && TrustCommand.Place(host.Host, host.Port) == place);
}
