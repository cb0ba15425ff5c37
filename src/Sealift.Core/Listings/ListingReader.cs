using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Sealift.Core.Wire;

namespace Sealift.Core.Listings;

/// <summary>Reads the listing of a directory from a data connection, entry by entry, in flat memory.</summary>
/// <remarks>Not for two listings at a time: <see cref="UnparsedLines"/> tells of the last one.</remarks>
public sealed class ListingReader
{
    private readonly ListingLimits _limits;
    private readonly TimeProvider _timeProvider;
    private readonly FtpTextEncoding _encoding;

    /// <summary>Creates a reader.</summary>
    /// <param name="limits">How much a listing may be; the defaults of <see cref="ListingLimits"/> if <see langword="null"/>.</param>
    /// <param name="timeProvider">The clock for dates without a year; the system's by default.</param>
    /// <param name="encoding">The encoding of names; UTF-8 by default. What it cannot read stays as raw bytes in the name.</param>
    public ListingReader(ListingLimits? limits = null, TimeProvider? timeProvider = null, FtpTextEncoding? encoding = null)
    {
        _limits = limits ?? new ListingLimits();
        _timeProvider = timeProvider ?? TimeProvider.System;
        _encoding = encoding ?? FtpTextEncoding.Utf8;
    }

    /// <summary>
    /// The listed directory, if known: <see cref="ListingFormat.Names"/> lists of some servers repeat it before each name.
    /// Only this prefix and "./" are ever taken off.
    /// </summary>
    public FtpPath? Directory { get; init; }

    /// <summary>
    /// Lines of the last listing that no format understands. Anything but zero means the listing may be incomplete: delete
    /// nothing because of it.
    /// </summary>
    public int UnparsedLines { get; private set; }

    /// <summary>Reads a listing to its end. "." and ".." are left out; hostile names come with <see cref="FtpEntry.IsSafeName"/> false.</summary>
    /// <param name="stream">The data connection, after TLS.</param>
    /// <param name="format">The command that was sent.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FtpProtocolException">The listing is over a limit.</exception>
    public async IAsyncEnumerable<FtpEntry> ReadAsync(
        Stream stream, ListingFormat format, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        UnparsedLines = 0;
        var count = 0;
        var targets = new LinkTargets();
        // One "now" for the whole listing, so that its dates agree with each other.
        var now = _timeProvider.GetUtcNow().UtcDateTime;
        using var lines = new ListingLines(stream, _limits, _encoding);
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!TryParse(line, format, now, out var entry))
                continue;
            if (++count > _limits.MaxEntries)
                throw new FtpProtocolException($"The listing has more than {_limits.MaxEntries} entries.");
            if (format == ListingFormat.Mlsd)
            {
                if (targets.TryHold(entry))
                    continue;
                var links = targets.Resolve(entry);
                foreach (var link in links)
                    yield return link;
                // A line that only names the target of a link, by its whole path, is no entry of this directory.
                if (links.Count > 0 && entry.Name.StartsWith('/'))
                    continue;
            }

            yield return entry;
        }

        foreach (var link in targets.Rest())
            yield return link;
    }

    private bool TryParse(string line, ListingFormat format, DateTime now, [NotNullWhen(true)] out FtpEntry? entry)
    {
        entry = null;
        var isParsed = format switch
        {
            ListingFormat.Mlsd => MlsxFormat.TryParse(line, out entry),
            ListingFormat.List => UnixListFormat.TryParse(line, now, out entry) || DosListFormat.TryParse(line, out entry),
            _ => TryParseName(line, out entry),
        };
        if (!isParsed)
        {
            var isNoise = format == ListingFormat.List ? UnixListFormat.IsNoise(line) : line.Length == 0;
            if (!isNoise)
                UnparsedLines++;
            return false;
        }

        return entry!.Kind is not (FtpEntryKind.CurrentDirectory or FtpEntryKind.ParentDirectory)
            && entry.Name is not ("." or "..");
    }

    private bool TryParseName(string line, out FtpEntry? entry)
    {
        entry = null;
        if (line.Length == 0)
            return false;
        var name = line;
        if (Directory is { IsTop: false } directory)
        {
            var path = directory.ToString() + "/";
            if (name.StartsWith(path, StringComparison.Ordinal))
                name = name[path.Length..];
            else if (name.StartsWith(directory.Name + "/", StringComparison.Ordinal))
                name = name[(directory.Name.Length + 1)..];
        }
        else if (Directory is { IsAbsolute: true } && name.StartsWith('/'))
        {
            name = name[1..];
        }

        if (name.Length == line.Length && name.StartsWith("./", StringComparison.Ordinal))
            name = name[2..];
        entry = new FtpEntry { Name = name };
        return true;
    }
}
