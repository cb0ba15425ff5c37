using System.Runtime.CompilerServices;
using Sealift.Client.Profiles;
using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.Core.Wire;

namespace Sealift.Client.Listings;

/// <summary>
/// Lists the directories of one session: MLSD, else LIST, else NLST, and remembers which of them the server has. What a
/// listing taught, the system's name and a file to set the clock by, serves the next one; no listing waits for a lesson of its own.
/// </summary>
internal sealed class Lister(FtpClient client, FtpClientOptions options)
{
    // More MDTM than this teach nothing: the server's clock is not to be understood.
    private const int MaxClockQuestions = 3;

    // A listing without one readable line is kept back so far, to be read again once the system is known.
    private const int MaxHeld = 10_000;

    // Further from our own clock than this, a time of MDTM is not in UTC (RFC 3659 section 2.3): vsftpd with use_localtime does that.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    private readonly ServerClock _clock = options.Hosts.ClockOf(options);
    private ListingFormat _format = options.ListingFormat ?? (client.Features.Mlst ? ListingFormat.Mlsd : ListingFormat.List);
    private ListingDialect? _dialect = options.ListingDialect;
    private bool _hasAskedForSystem = options.ListingDialect is not null;
    private (FtpPath Path, DateTime Listed)? _sample;
    private int _clockQuestions;

    private ProfileRules Rules => client.Profile.Profile.Effects;

    private IReadOnlyList<int> EmptyReplies => options.EmptyListingReplies is { Count: > 0 } codes ? codes : Rules.EmptyListingReplies?.Value ?? [];

    public async IAsyncEnumerable<FtpEntry> ListAsync(
        FtpPath directory, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_format == ListingFormat.List) await LearnClockAsync(cancellationToken).ConfigureAwait(false);
        var isDone = false;
        while (!isDone)
        {
            var entries = ReadAsync(directory, _format, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (entries.ConfigureAwait(false))
            {
                var step = await StepAsync(entries, directory, isFirst: true, cancellationToken).ConfigureAwait(false);
                while (step == Step.Entry)
                {
                    yield return entries.Current;
                    step = await StepAsync(entries, directory, isFirst: false, cancellationToken).ConfigureAwait(false);
                }

                isDone = step == Step.End;
            }
        }
    }

    private async ValueTask<Step> StepAsync(
        IAsyncEnumerator<FtpEntry> entries, FtpPath directory, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            return await entries.MoveNextAsync().ConfigureAwait(false) ? Step.Entry : Step.End;
        }
        catch (FtpReplyException e) when (isFirst && _format != ListingFormat.Names && e.Reply.Code is 500 or 502)
        {
            // RFC 959 section 4.2.1: the command is not known. The next one is worth a try, here and from now on.
            _format = _format == ListingFormat.Mlsd ? ListingFormat.List : ListingFormat.Names;
            return Step.Again;
        }
        catch (FtpReplyException e) when (isFirst && EmptyReplies.Contains(e.Reply.Code))
        {
            // Such a server refuses to list what is empty, and what is not there, with one code.
            var finder = new EntryFinder(client);
            if (!await finder.CanEnterAsync(directory, cancellationToken).ConfigureAwait(false)) throw;
            return Step.End;
        }
    }

    private async IAsyncEnumerable<FtpEntry> ReadAsync(
        FtpPath directory, ListingFormat format, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = ReaderFor(directory);
        var held = new List<FtpEntry>();
        var stream = await client.OpenListingAsync(CommandFor(directory, format), cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await foreach (var entry in reader.ReadAsync(stream, format, cancellationToken).ConfigureAwait(false))
            {
                if (MayBeReadAgain(format, reader, held)) held.Add(entry);
                else
                {
                    foreach (var line in held) yield return line;
                    held.Clear();
                    yield return entry;
                }
            }
        }

        Remember(directory, reader);
        if (held.Count == 0) yield break;
        await foreach (var entry in ReadAgainAsync(directory, held, cancellationToken).ConfigureAwait(false)) yield return entry;
    }

    private bool MayBeReadAgain(ListingFormat format, ListingReader reader, List<FtpEntry> held) =>
        format == ListingFormat.List && !_hasAskedForSystem && reader.Detected is null && held.Count < MaxHeld
        && reader.UnparsedLines == held.Count + 1;

    // Nothing was readable, so the lines do not tell their form: the system does (SYST, RFC 959 section 4.1.3).
    private async IAsyncEnumerable<FtpEntry> ReadAgainAsync(
        FtpPath directory, List<FtpEntry> lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _hasAskedForSystem = true;
        var reply = await client.ExecuteAsync(new FtpCommand("SYST"), cancellationToken).ConfigureAwait(false);
        _dialect = SystemNames.FindDialect(reply);
        var reader = ReaderFor(directory);
        var text = string.Join('\n', lines.Select(static line => line.Name));
        using var stream = new MemoryStream(options.TextEncoding.GetBytes(text));
        await foreach (var entry in reader.ReadAsync(stream, ListingFormat.List, cancellationToken).ConfigureAwait(false))
            yield return entry;
        Remember(directory, reader);
    }

    private ListingReader ReaderFor(FtpPath directory) => new(options.ListingLimits, options.TimeProvider, options.TextEncoding)
    {
        Directory = directory,
        Dialect = _dialect,
        Clock = _clock,
    };

    private FtpCommand CommandFor(FtpPath directory, ListingFormat format)
    {
        var verb = format switch { ListingFormat.Mlsd => "MLSD", ListingFormat.List => "LIST", _ => "NLST" };
        var command = directory is { IsTop: true, IsAbsolute: false } ? new FtpCommand(verb) : new FtpCommand(verb, directory);
        return format == ListingFormat.List && (options.ListArguments ?? Rules.ListArguments?.Value) is { Length: > 0 } arguments
            ? new FtpCommand(verb, command.Argument is null ? arguments : $"{arguments} {command.Argument}")
            : command;
    }

    private void Remember(FtpPath directory, ListingReader reader)
    {
        if (reader.ClockSample is { Modified: { } modified } sample) _sample = (directory.Append(sample.Name), modified.Value);
    }

    // The time that an earlier listing gave for a file, and the same in UTC: their difference is the zone of the server.
    private async ValueTask LearnClockAsync(CancellationToken cancellationToken)
    {
        if (_sample is not { } sample) return;
        _sample = null;
        if (!client.Features.Mdtm || _clockQuestions >= MaxClockQuestions || _clock.FindOffset(sample.Listed) is not null) return;
        _clockQuestions++;
        if (await client.GetModifiedAsync(sample.Path, cancellationToken).ConfigureAwait(false) is not { } utc) return;
        if (utc.Value <= options.TimeProvider.GetUtcNow().UtcDateTime + ClockTolerance) _clock.Learn(sample.Listed, utc.Value);
        else _clockQuestions = MaxClockQuestions;
    }

    private enum Step
    {
        End,
        Entry,
        Again,
    }
}
