using System.Globalization;
using System.Runtime.CompilerServices;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.TestKit.Stores;

/// <summary>
/// A tree as only an enemy's server shows it: names that lead out of the target, control a terminal, look like options or differ in nothing that a disk
/// sees, directories below directories without end, a directory that contains itself. Only listings can be had, and files of the bytes of their own path.
/// </summary>
public sealed class HostileTree : IFileStore
{
    private static readonly string[] Climbing =
    [
        "..", ".", "", "../x", "../../x", "a/../../x", "/etc/passwd", "a/b", "..\\x", "a\\..\\..\\x", "C:\\x", "C:x", "\\\\host\\share", "//host/share",
        "x/", "./x", "..;/x", "%2e%2e%2fx", "..%2fx", "%2e%2e", "\u2024\u2024/x", "\uFF0E\uFF0E", "..\uFF0Fx", "\u2215x", "a\0b", "..\0",
    ];

    private static readonly string[] Controls =
    [
        "a\nb", "a\r\nDELE x", "a\rb", "\u001b]0;pwn\u0007", "\u001b[2J", "\u009b2J", "a\bb", "a\tb", "\u007f", "\u0001", "a\u202Etxt.exe",
        "a\u2066b\u2069", "a\u200Bb", "\uFEFFa", "a\u2028b", "a\u0085b", "\u00AD",
    ];

    private static readonly string[] Spoken =
    [
        "-rf", "--delete", "-", "--", "|id", "$(id)", "`id`", ";id", "&& id", "~", "~root", "*", "?", "[a-z]", "{a,b}", "file:", "ftp://host/x", "x;type=a",
        "%s%n", "!", "#", "'", "\"", "a b", " a", "a ", "a.", ".a", "...", "NUL:", "name=value", "@file", "=1+1", "<script>", "a\u00A0b",
    ];

    private static readonly string[] Devices =
    [
        "CON", "con", "PRN", "AUX", "NUL", "nul.txt", "COM1", "COM9.tar.gz", "LPT1", "COM\u00B9", "LPT\u00B3", "CONIN$", "CONOUT$", "CLOCK$", "x::$DATA", "x:y",
        "a<b", "a>b", "a|b", "a?b", "a*b", "a\"b", "trailing.", "trailing ", "con .txt",
    ];

    private static readonly string[] Twins =
    [
        "Foo", "foo", "FOO", "\u00E9", "e\u0301", "\uFB01", "fi", "\u212A", "K", "k", "\u00DF", "SS", "ss", "\u0130", "i", "I", "\u0131", "\u03C3", "\u03C2", "\u03A3",
    ];

    private readonly int _depth;
    private readonly bool _loops;
    private readonly FtpEntry[] _names;

    /// <summary>Makes a tree.</summary>
    /// <param name="names">The names of every directory; <see cref="Names"/> by default.</param>
    /// <param name="depth">How many directories lie in each other, by names of one letter; 0 by default.</param>
    /// <param name="loops">Whether each directory shows one called "loop" that is the whole tree again, without end; false by default.</param>
    public HostileTree(IEnumerable<string>? names = null, int depth = 0, bool loops = false)
    {
        _depth = depth;
        _loops = loops;
        _names = [.. (names ?? Names()).Select(static name => new FtpEntry { Name = name, Kind = FtpEntryKind.File, Size = Size(name) })];
    }

    /// <summary>How many listings were asked for.</summary>
    public int Listings { get; private set; }

    /// <summary>Names of every kind of attack, and variations of them; the same each time.</summary>
    /// <param name="count">How many at most; all that there are by default.</param>
    public static IEnumerable<string> Names(int count = int.MaxValue) => All().Distinct(StringComparer.Ordinal).Take(count);

    /// <inheritdoc/>
    public ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        FtpEntry? entry = path.IsTop || path.Name is "d" or "loop"
            ? new FtpEntry { Name = path.IsTop ? "." : path.Name, Kind = FtpEntryKind.Directory }
            : Array.Find(_names, known => known.Name == path.Name);
        return ValueTask.FromResult(entry);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<FtpEntry> ListAsync(FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(directory);
        await Task.Yield();
        Listings++;
        foreach (FtpEntry entry in _names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }

        if (directory.Segments.Count < _depth)
            yield return new FtpEntry { Name = "d", Kind = FtpEntryKind.Directory };
        if (_loops)
            yield return new FtpEntry { Name = "loop", Kind = FtpEntryKind.Directory };
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenReadAsync(FtpPath path, long offset = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ValueTask.FromResult<Stream>(new MemoryStream(Content(path.Name)) { Position = offset });
    }

    /// <inheritdoc/>
    public ValueTask<FileWriteStream> OpenWriteAsync(FtpPath path, FileWriteOptions options, CancellationToken cancellationToken = default) => throw Refusal(path);

    /// <inheritdoc/>
    public ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken = default) => throw Refusal(path);

    /// <inheritdoc/>
    public ValueTask MoveAsync(FtpPath source, FtpPath target, CancellationToken cancellationToken = default) => throw Refusal(source);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken = default) => throw Refusal(path);

    /// <inheritdoc/>
    public ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken = default) => throw Refusal(path);

    private static FileStoreException Refusal(FtpPath path) => new(FileStoreError.ReadOnly, path);

    private static byte[] Content(string name) => System.Text.Encoding.UTF8.GetBytes(name + "\n");

    private static long Size(string name) => Content(name).Length;

    private static IEnumerable<string> All()
    {
        foreach (string name in Climbing.Concat(Controls).Concat(Spoken).Concat(Devices).Concat(Twins))
            yield return name;
        foreach (string name in Climbing)
        {
            yield return name + name;
            yield return "ok" + name;
        }

        foreach (string name in Devices)
        {
            yield return name.ToLowerInvariant();
            yield return name + ".txt";
        }

        for (char control = '\0'; control < ' '; control++)
            yield return string.Create(CultureInfo.InvariantCulture, $"c{(int)control}{control}x");
        for (char control = '\u0080'; control < '\u00A0'; control++)
            yield return string.Create(CultureInfo.InvariantCulture, $"c{(int)control}{control}x");
        foreach (int length in (int[])[255, 256, 1000, 5000])
        {
            yield return new string('n', length);
            yield return new string('\u00E9', length);
        }

        for (int up = 1; up <= 40; up++)
            yield return string.Concat(Enumerable.Repeat("../", up)) + "x";
    }
}
