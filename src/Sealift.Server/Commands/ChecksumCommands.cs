using System.Buffers;
using System.Globalization;
using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>Checksums: HASH (draft-bryan-ftpext-hash-02), RANG (draft-bryan-ftp-range-08), and XCRC, XMD5, XSHA… and MD5, which no document fixes.</summary>
internal static class ChecksumCommands
{
    private const int BlockSize = 128 * 1024;

    /// <summary>What HASH computes, the best first.</summary>
    public static IReadOnlyList<FtpHashAlgorithm> Algorithms { get; } =
        [FtpHashAlgorithm.Sha256, FtpHashAlgorithm.Sha512, FtpHashAlgorithm.Sha1, FtpHashAlgorithm.Md5, FtpHashAlgorithm.Crc32];

    /// <summary>The commands that name their algorithm.</summary>
    public static IEnumerable<string> ExtendedVerbs => Extended.Select(pair => pair.Verb);

    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("HASH", CommandAccess.LoggedIn, ArgumentRule.Required, HashAsync) { Needs = FtpRights.Read },
        new("RANG", CommandAccess.LoggedIn, ArgumentRule.Required, Rang),
        new("MD5", CommandAccess.LoggedIn, ArgumentRule.Required, Md5Async) { Needs = FtpRights.Read },
        .. Extended.Select(pair => new CommandRule(
            pair.Verb, CommandAccess.LoggedIn, ArgumentRule.Required, (session, text, token) => ExtendedAsync(session, pair.Verb, pair.Algorithm, text, token)) { Needs = FtpRights.Read }),
    ];

    private static IReadOnlyList<(string Verb, FtpHashAlgorithm Algorithm)> Extended =>
    [
        ("XCRC", FtpHashAlgorithm.Crc32),
        ("XMD5", FtpHashAlgorithm.Md5),
        ("XSHA", FtpHashAlgorithm.Sha1),
        ("XSHA1", FtpHashAlgorithm.Sha1),
        ("XSHA256", FtpHashAlgorithm.Sha256),
        ("XSHA512", FtpHashAlgorithm.Sha512),
    ];

    /// <summary>OPTS HASH: tells what HASH computes, or chooses it.</summary>
    public static void Select(FtpSession session, string name)
    {
        if (name.Length > 0)
        {
            if (!FtpChecksum.TryParseAlgorithm(name, out var algorithm) || !Algorithms.Contains(algorithm))
                throw new CommandRefusedException(504, "HASH does not know that algorithm: FEAT names those it knows.");
            session.State.HashAlgorithm = algorithm;
        }

        session.Reply(200, FtpChecksum.NameOf(session.State.HashAlgorithm));
    }

    // draft-bryan-ftpext-hash-02 section 3.2: "213 SHA-256 0-49 hex name"; both ends belong to the range.
    private static ValueTask HashAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var range = TakeRange(session);
        var algorithm = session.State.HashAlgorithm;
        var path = session.Resolve(argument);
        return LongWork.RunAsync(session, "HASH", async token =>
        {
            var (sum, size) = await ComputeAsync(session, path, algorithm, range, token).ConfigureAwait(false);
            var (first, last) = range is { } part ? (part.Start, Math.Min(part.End, size) - 1) : (0, Math.Max(size - 1, 0));
            return (213, [$"{FtpChecksum.NameOf(algorithm)} {first}-{last} {Hex(sum)} {argument}"]);
        });
    }

    // draft-bryan-ftp-range-08 section 3: the first and the last byte; "1 0" takes a range back.
    private static void Rang(FtpSession session, string argument)
    {
        var words = argument.Split(' ');
        if (words is not [var from, var to] || !TryRead(from, out var first) || !TryRead(to, out var last))
            throw new CommandRefusedException(501, "RANG needs the first and the last byte.");
        if (first == 1 && last == 0)
        {
            session.State.Range = null;
            session.Reply(350, "There is no range.");
            return;
        }

        if (last < first || last == long.MaxValue) throw new CommandRefusedException(501, "RANG needs the first and the last byte, in this order.");
        if (session.State.IsAscii) throw new CommandRefusedException(501, "Use TYPE I before RANG.");
        session.State.Range = new FtpByteRange(first, last - first + 1);
        session.Reply(350, $"The next HASH or RETR is about the bytes {first} to {last}.");
    }

    // draft-twine-ftpmd5-00: "251 path hash".
    private static ValueTask Md5Async(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var path = session.Resolve(argument);
        return LongWork.RunAsync(session, "MD5", async token =>
        {
            var (sum, _) = await ComputeAsync(session, path, FtpHashAlgorithm.Md5, null, token).ConfigureAwait(false);
            return (251, [$"{PwdFormat.Format(path)} {Hex(sum)}"]);
        });
    }

    // "name", "name" start, "name" start end; the quotes may be missing, and the end belongs to the range.
    private static async ValueTask ExtendedAsync(
        FtpSession session, string verb, FtpHashAlgorithm algorithm, string argument, CancellationToken cancellationToken)
    {
        var (name, numbers) = await SplitAsync(session, argument, cancellationToken).ConfigureAwait(false);
        FtpByteRange? range = numbers switch
        {
            [] => null,
            [var start] when start < long.MaxValue => new FtpByteRange(start, long.MaxValue - start),
            [var start, var end] when end >= start && end < long.MaxValue => new FtpByteRange(start, end - start + 1),
            _ => throw new CommandRefusedException(501, $"{verb} needs a path, and may have the first and the last byte."),
        };
        var path = session.Resolve(name);
        await LongWork.RunAsync(session, verb, async token =>
        {
            var (sum, _) = await ComputeAsync(session, path, algorithm, range, token).ConfigureAwait(false);
            return (250, [Hex(sum)]);
        }).ConfigureAwait(false);
    }

    private static async ValueTask<(string Name, IReadOnlyList<long> Numbers)> SplitAsync(
        FtpSession session, string argument, CancellationToken cancellationToken)
    {
        if (argument.StartsWith('"') && CombFormat.TryReadName(argument, out var quoted, out var rest))
        {
            var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var all = words.Select(word => TryRead(word, out var number) ? number : -1).ToList();
            if (all.Count > 2 || all.Contains(-1)) throw new CommandRefusedException(501, "Behind the path there may be the first and the last byte.");
            return (quoted, all);
        }

        // Without quotes a name may end in a number. It is the name if there is such a file.
        var numbers = new List<long>();
        var name = argument;
        while (numbers.Count < 2 && name.LastIndexOf(' ') is var space and > 0 && TryRead(name[(space + 1)..], out var number)
            && await session.Store.FindAsync(session.Resolve(name), cancellationToken).ConfigureAwait(false) is null)
        {
            numbers.Insert(0, number);
            name = name[..space];
        }

        return (name, numbers);
    }

    private static async ValueTask<(FtpChecksum Sum, long Size)> ComputeAsync(
        FtpSession session, FtpPath path, FtpHashAlgorithm algorithm, FtpByteRange? range, CancellationToken cancellationToken)
    {
        var entry = await session.Store.FindAsync(path, cancellationToken).ConfigureAwait(false)
            ?? throw new CommandRefusedException(550, "There is no such file.");
        if (entry.Kind != FtpEntryKind.File) throw new CommandRefusedException(550, "That is not a file.");
        var start = range?.Start ?? 0;
        if (range is not null && start >= entry.Size) throw new CommandRefusedException(554, "The range begins beyond the end of the file.");

        using var hasher = new FtpHasher(algorithm);
        var left = range?.Length ?? long.MaxValue;
        var size = start;
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        var file = await session.Store.OpenReadAsync(path, start, cancellationToken).ConfigureAwait(false);
        await using var closing = file.ConfigureAwait(false);
        try
        {
            while (left > 0)
            {
                var count = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(BlockSize, left)), cancellationToken).ConfigureAwait(false);
                if (count == 0) break;
                cancellationToken.ThrowIfCancellationRequested();
                hasher.Append(buffer.AsSpan(0, count));
                left -= count;
                size += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return (hasher.Finish(), size);
    }

    private static FtpByteRange? TakeRange(FtpSession session)
    {
        var range = session.State.Range;
        session.State.Range = null;
        return range;
    }

    private static bool TryRead(string word, out long number) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Hex(FtpChecksum sum) => Convert.ToHexStringLower(sum.Bytes.Span);
}
