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
    /// The form of LIST that the server's system, the user or a profile names. It is tried first and read in its less certain
    /// shapes too; lines that are evidently of another form are still read as that. Default: none, the lines tell.
    /// </summary>
    public ListingDialect? Dialect { get; init; }

    /// <summary>
    /// The server's clock. Times of LIST become UTC where it knows the offset; default <see langword="null"/>: they stay in the unknown zone.
    /// </summary>
    public ServerClock? Clock { get; init; }

    /// <summary>
    /// Lines of the last listing that no format understands, each of which came as an entry of
    /// <see cref="FtpEntryKind.Unreadable"/>. Anything but zero means the listing may be incomplete: delete nothing because of it.
    /// </summary>
    public int UnparsedLines { get; private set; }

    /// <summary>The form that the last listing by LIST turned out to have; <see langword="null"/> before its first entry.</summary>
    public ListingDialect? Detected { get; private set; }

    /// <summary>
    /// A file of the last listing from which <see cref="Clock"/> could learn: listed with a time of day, for a date whose offset is not
    /// known. The oldest, for it is the least likely to change meanwhile.
    /// </summary>
    public FtpEntry? ClockSample { get; private set; }

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
        Detected = null;
        ClockSample = null;
        var count = 0;
        IEntryReader entries = format switch
        {
            ListingFormat.Mlsd => new MlsdEntryReader(),
            ListingFormat.List => new ListEntryReader(Dialect, Now()),
            _ => new NameEntryReader(Directory),
        };
        using var lines = new ListingLines(stream, _limits, _encoding);
        for (var more = true; more;)
        {
            more = await lines.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (more)
                entries.Add(lines.Line);
            else
                entries.Finish();
            while (entries.TryTake(out var entry))
            {
                if (++count > _limits.MaxEntries)
                    throw new FtpProtocolException($"The listing has more than {_limits.MaxEntries} entries.", ListingLimits.Hint) { Failure = FtpProtocolFailure.TooLong };
                if (entry.Kind == FtpEntryKind.Unreadable)
                    UnparsedLines++;
                Detected = entries.Detected;
                yield return format == ListingFormat.List ? InUtc(entry) : entry;
            }
        }
    }

    // One "now" for the whole listing, so that its dates agree with each other; the server's where its clock is known.
    private DateTime Now()
    {
        var utc = _timeProvider.GetUtcNow().UtcDateTime;
        return utc + (Clock?.FindOffset(utc) ?? TimeSpan.Zero);
    }

    private FtpEntry InUtc(FtpEntry entry)
    {
        // At the ends of the calendar there is no room for a zone.
        if (Clock is null || entry.Modified is not { IsUtc: false, Precision: >= FtpTimePrecision.Minute, Value.Year: > 1 and < 9999 } modified)
            return entry;
        if (Clock.FindOffset(modified.Value) is { } offset)
        {
            var utc = DateTime.SpecifyKind(modified.Value - offset, DateTimeKind.Utc);
            return entry with { Modified = modified with { Value = utc, IsUtc = true } };
        }

        if (entry is { Kind: FtpEntryKind.File, IsSafeName: true } && IsBetterSample(modified.Value))
            ClockSample = entry;
        return entry;
    }

    private bool IsBetterSample(DateTime listed)
    {
        if (ClockSample?.Modified is not { } best)
            return true;
        var isClear = ServerClock.IsClear(listed);
        return isClear == ServerClock.IsClear(best.Value) ? listed < best.Value : isClear;
    }
}
