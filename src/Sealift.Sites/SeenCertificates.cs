using System.Globalization;
using System.Text;

namespace Sealift.Sites;

/// <summary>
/// When the certificates of saved sites end, as far as they were seen: a text file, a line a server, that may be removed at any time. It says
/// nothing about trust. Changed under a lock and replaced as a whole; mode 0600.
/// </summary>
public sealed class SeenCertificates
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _path;

    /// <summary>Uses a file. Nothing is read or made yet.</summary>
    /// <param name="path">The file.</param>
    public SeenCertificates(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = Path.GetFullPath(path);
    }

    /// <summary>The user's own file, <c>certificates</c> beside that of <see cref="ServerNotes"/>; null where there is no home directory.</summary>
    public static string? FindDefaultPath() => StateFolder.Find() is { } folder ? Path.Join(folder, "certificates") : null;

    /// <summary>All that were seen; a line that cannot be understood is left out.</summary>
    /// <exception cref="SiteException">The file cannot be read.</exception>
    public IReadOnlyList<SeenCertificate> Read() => Lines(_path);

    /// <summary>What was seen of a server; null for nothing.</summary>
    /// <param name="host">The host as it was typed, in any case.</param>
    /// <param name="port">The port.</param>
    /// <exception cref="SiteException">The file cannot be read.</exception>
    public SeenCertificate? Find(string host, int port) => Read().LastOrDefault(seen => seen.IsOf(host, port));

    /// <summary>Keeps what was seen, where it is not known.</summary>
    /// <param name="seen">What was seen.</param>
    /// <param name="cancellationToken">Gives up, with nothing changed.</param>
    /// <exception cref="SiteException">The file cannot be read or written.</exception>
    public async Task KeepAsync(SeenCertificate seen, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (seen.Host.Any(char.IsWhiteSpace) || (Find(seen.Host, seen.Port) is { } known && IsSame(known, seen))) return;
        await PrivateFile.ChangeAsync(
            _path,
            target => Utf8.GetBytes(string.Concat(Lines(target).Where(line => !line.IsOf(seen.Host, seen.Port)).Append(seen).Select(Write))),
            cancellationToken).ConfigureAwait(false);
    }

    private static bool IsSame(SeenCertificate known, SeenCertificate seen) => Text(known.NotBefore) == Text(seen.NotBefore) && Text(known.NotAfter) == Text(seen.NotAfter);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static string Write(SeenCertificate seen) =>
        string.Create(CultureInfo.InvariantCulture, $"{seen.Host} {seen.Port} {Text(seen.Seen)} {Text(seen.NotBefore)} {Text(seen.NotAfter)}\n");

    private static List<SeenCertificate> Lines(string path) => PrivateFile.Read(path, MaxBytes) is { } content
        ? [.. Utf8.GetString(content).Split('\n').Select(Parse).OfType<SeenCertificate>()]
        : [];

    private static SeenCertificate? Parse(string line) =>
        line.TrimEnd('\r').Split(' ') is [var host, var port, var seen, var from, var until]
        && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535
        && TryRead(seen, out var when) && TryRead(from, out var notBefore) && TryRead(until, out var notAfter)
            ? new SeenCertificate(host, number, when, notBefore, notAfter)
            : null;

    private static bool TryRead(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
