using System.Globalization;
using Sealift.Client.Control;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Checksums;

/// <summary>
/// Asks a server for checksums with the best command that it has, and remembers what it learnt about them: the algorithm that
/// HASH is set to, what does not work after all, and how the server counts the end of a range.
/// </summary>
internal sealed class ChecksumQuery(FtpClient client, ControlConnection connection)
{
    private readonly HashSet<ChecksumCommand> _useless = [];
    private readonly HashSet<string> _rangeless = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _countsEndIn = new(StringComparer.Ordinal);
    private FtpHashAlgorithm? _selected = ChecksumCommand.MarkedBy(client.Features);

    public async Task<FtpChecksum?> RunAsync(
        FtpPath path, FtpByteRange? range, FtpHashAlgorithm? algorithm, CancellationToken cancellationToken)
    {
        foreach (var command in ChecksumCommand.OfferedBy(client.Features, algorithm))
        {
            if (_useless.Contains(command) || (range is not null && _rangeless.Contains(command.Verb))) continue;
            var checksum = command.IsHash
                ? await HashAsync(command, path, range, cancellationToken).ConfigureAwait(false)
                : range is { } part
                    ? await ExtendedAsync(command, path, part, cancellationToken).ConfigureAwait(false)
                    : await ExtendedAsync(command, path, cancellationToken).ConfigureAwait(false);
            if (checksum is not null) return checksum;
        }

        return null;
    }

    // RFC 959 section 4.2.2: 500 to 504 say that the command, or this use of it, is not there. Anything else is about the file.
    private static bool IsNotThere(FtpReply reply) => reply.Code is 500 or 501 or 502 or 503 or 504;

    private async Task<FtpChecksum?> HashAsync(
        ChecksumCommand command, FtpPath path, FtpByteRange? range, CancellationToken cancellationToken)
    {
        if (range is not null && !client.Features.Has("RANG")) return null;
        if (!await SelectAsync(command, cancellationToken).ConfigureAwait(false)) return null;
        if (range is not { } part)
        {
            var whole = new FtpCommand(command.Verb, path);
            var reply = await client.ExecutePatientlyAsync(whole, cancellationToken).ConfigureAwait(false);
            return Judge(command, whole, reply, HashReplyFormat.TryParse(reply, command.Algorithm, path, null, out var checksum) ? checksum : null);
        }

        // draft-bryan-ftp-range-08 section 3: both ends belong to the range.
        var rang = new FtpCommand("RANG", string.Create(CultureInfo.InvariantCulture, $"{part.Start} {part.End - 1}"));
        var accepted = await client.ExecuteAsync(rang, cancellationToken).ConfigureAwait(false);
        if (!accepted.IsIntermediate)
        {
            if (!IsNotThere(accepted)) throw FtpClient.Refused(rang, accepted);
            _rangeless.Add(command.Verb);
            return null;
        }

        try
        {
            return await HashRangeAsync(command, path, part, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not FtpReplyException)
        {
            connection.Die(e); // a RANG that waits at the server would cut the next transfer
            throw;
        }
    }

    private async Task<FtpChecksum?> HashRangeAsync(
        ChecksumCommand command, FtpPath path, FtpByteRange range, CancellationToken cancellationToken)
    {
        var hash = new FtpCommand(command.Verb, path);
        var reply = await client.ExecutePatientlyAsync(hash, cancellationToken).ConfigureAwait(false);
        var isHash = HashReplyFormat.TryParse(reply, command.Algorithm, path, range, out var checksum);

        // A range that waits at the server would cut the next transfer; "1 0" takes it back (draft-bryan-ftp-range-08 section 3).
        var reset = new FtpCommand("RANG", "1 0");
        var isReset = (await client.ExecuteAsync(reset, cancellationToken).ConfigureAwait(false)).IsIntermediate;
        if (!isReset && !isHash)
            throw connection.Die(new FtpProtocolException("The server accepted a range (RANG), did not use it and does not take it back."));
        if (isHash) return checksum;
        if (reply.IsNegative && !IsNotThere(reply)) throw FtpClient.Refused(hash, reply);

        // ProFTPD 1.3.8 accepts RANG and hashes the whole file all the same, as its reply says.
        _rangeless.Add(command.Verb);
        return null;
    }

    private async Task<bool> SelectAsync(ChecksumCommand command, CancellationToken cancellationToken)
    {
        if (_selected == command.Algorithm) return true;
        var options = new FtpCommand("OPTS", $"HASH {FtpChecksum.NameOf(command.Algorithm)}");
        if ((await client.ExecuteAsync(options, cancellationToken).ConfigureAwait(false)).IsCompleted)
        {
            _selected = command.Algorithm;
            return true;
        }

        _useless.Add(command);
        return false;
    }

    private async Task<FtpChecksum?> ExtendedAsync(ChecksumCommand command, FtpPath path, CancellationToken cancellationToken)
    {
        var asked = new FtpCommand(command.Verb, Argument(command, path));
        var reply = await client.ExecutePatientlyAsync(asked, cancellationToken).ConfigureAwait(false);
        return Judge(
            command, asked, reply, HashReplyFormat.TryParseExtended(reply, command.Algorithm, path, null, out var checksum) ? checksum : null);
    }

    /// <summary>
    /// "XSHA256 name start end". Nobody wrote down whether the end is part of the range: ProFTPD leaves it out, others take it
    /// in. A range from an offset to itself tells: it is empty and refused, or one byte.
    /// </summary>
    private async Task<FtpChecksum?> ExtendedAsync(
        ChecksumCommand command, FtpPath path, FtpByteRange range, CancellationToken cancellationToken)
    {
        if (!command.TakesRange) return null;
        var isKnown = _countsEndIn.TryGetValue(command.Verb, out var isEndIn);
        FtpChecksum? probe = null;
        if (!isKnown)
        {
            (_, probe) = await ExtendedAsync(command, path, range, range.Start, cancellationToken).ConfigureAwait(false);
            isEndIn = probe is not null && !IsOfNothing(probe);
        }

        var end = isEndIn ? range.End - 1 : range.End;
        var (reply, checksum) = await ExtendedAsync(command, path, range, end, cancellationToken).ConfigureAwait(false);
        if (checksum is null)
        {
            if (reply.IsNegative && (isKnown || !IsNotThere(reply)))
                throw FtpClient.Refused(new FtpCommand(command.Verb, Argument(command, path)), reply);
            return null;
        }

        // The same for one byte as for many: the server reads no ranges, and this is the whole file's.
        var other = range.Length > 1 || probe is null
            ? checksum
            : (await ExtendedAsync(command, path, range, range.End, cancellationToken).ConfigureAwait(false)).Checksum;
        if (other?.Equals(probe) == true)
        {
            _rangeless.Add(command.Verb);
            return null;
        }

        if (range.Length > 1) _countsEndIn[command.Verb] = isEndIn;
        return checksum;
    }

    private async Task<(FtpReply Reply, FtpChecksum? Checksum)> ExtendedAsync(
        ChecksumCommand command, FtpPath path, FtpByteRange range, long end, CancellationToken cancellationToken)
    {
        var argument = string.Create(CultureInfo.InvariantCulture, $"{Argument(command, path)} {range.Start} {end}");
        var reply = await client.ExecutePatientlyAsync(new FtpCommand(command.Verb, argument), cancellationToken).ConfigureAwait(false);
        return (reply, HashReplyFormat.TryParseExtended(reply, command.Algorithm, path, range, out var checksum) ? checksum : null);
    }

    private FtpChecksum? Judge(ChecksumCommand command, FtpCommand asked, FtpReply reply, FtpChecksum? checksum)
    {
        if (checksum is not null) return checksum;
        if (reply.IsNegative && !IsNotThere(reply)) throw FtpClient.Refused(asked, reply);

        // A checksum of something else is no answer, and the next one would not be better.
        if (reply.IsCompleted)
        {
            throw new FtpReplyException(
                asked, reply, "This states no checksum, or that of another file or by another algorithm; nothing was taken for one.");
        }

        // 501 is how ProFTPD's XCRC says that a file is empty: the command works for others.
        if (reply.Code != 501) _useless.Add(command);
        return null;
    }

    private static bool IsOfNothing(FtpChecksum checksum)
    {
        using var nothing = new FtpHasher(checksum.Algorithm);
        return nothing.Finish().Bytes.Span.SequenceEqual(checksum.Bytes.Span);
    }

    // Words after the name are the range, so a name with blanks is quoted. ProFTPD takes the quotes off XCRC and its like, and
    // off MD5 not: there the rest of the line is the name.
    private static string Argument(ChecksumCommand command, FtpPath path)
    {
        var name = path.ToString();
        return command.TakesRange && name.Contains(' ') ? $"\"{name.Replace("\"", "\"\"")}\"" : name;
    }
}
