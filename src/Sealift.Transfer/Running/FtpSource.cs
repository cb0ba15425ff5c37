using Sealift.Client;
using Sealift.Core;

namespace Sealift.Transfer.Running;

/// <summary>Reads files of a server on a session of its own. The port of the next file is asked for with the end of this one.</summary>
internal sealed class FtpSource(FtpClientPool pool, SessionWatch watch, Func<bool> anotherFollows) : SourceEnd
{
    // A server reads this much at once, so that a file of that size cannot be a mix of two versions: its bytes are counted, no more.
    private const int InOnePiece = 64 * 1024;

    private readonly RentedSession _session = new(pool, watch);
    private FtpReadStream? _stream;
    private FtpEntry? _facts;
    private long _offset;

    public override bool ComputesItself => true;

    public override bool IsEndProven => _stream?.Tls?.CloseNotifyReceived == true;

    public override SourceEnd Another() => new FtpSource(pool, watch, static () => false);

    public override async ValueTask ReadyAsync(CancellationToken cancellationToken) => await _session.GetAsync(cancellationToken).ConfigureAwait(false);

    public override async ValueTask<bool> CanBeginAnywhereAsync(CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        return client.Features is { RestStream: true, Size: true };
    }

    public override async ValueTask<Stream> OpenAsync(FtpPath path, long offset, FtpEntry entry, CancellationToken cancellationToken)
    {
        _stream = null;
        _offset = offset;
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        _facts = null;
        if (!IsInOnePiece(entry) || offset > 0)
        {
            _facts = await FtpFacts.FindAsync(client, path, cancellationToken).ConfigureAwait(false);
            if (offset > 0 && (_facts is null || !SourceLook.IsSame(entry with { Kind = _facts.Kind, Unique = null }, _facts)))
                throw new SourceChangedException("The source is not the one any more that was begun: its size or time is another one now.");
        }

        _stream = await client.OpenReadAsync(
            path, new FtpTransferOptions { Offset = offset, AnotherFollows = anotherFollows }, cancellationToken).ConfigureAwait(false);
        return _stream;
    }

    public override async ValueTask<FtpEntry?> FindAsync(FtpPath path, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        return client.Features.Mlst
            ? await client.FindAsync(path, cancellationToken).ConfigureAwait(false)
            : await FtpFacts.FindAsync(client, path, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<FtpEntry?> FindAfterAsync(FtpPath path, FtpEntry before, CancellationToken cancellationToken)
    {
        if (_facts is not { } facts) return before;
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        var now = await FtpFacts.FindAsync(client, path, cancellationToken).ConfigureAwait(false);

        // A file that was read to its end has as many bytes as the server says it has (F11).
        if (_stream is { Result: not null } read && facts is { Size: { } size, IsSizeApproximate: false } && _offset + read.BytesRead != size)
            throw new NotProvenException($"The server says that the file has {size} bytes, and gave {_offset + read.BytesRead}.");

        // The same question before and after: what a listing said of the time may be less exact.
        return now is null || SourceLook.IsSame(facts, now)
            ? now is null ? null : before
            : throw new SourceChangedException("The source changed while it was read: its size or time is another one now.");
    }

    public override async ValueTask<FtpChecksum?> HashAsync(FtpPath path, FtpHashAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        return await client.HashAsync(path, range: null, algorithm, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<FtpHashAlgorithm?> FindAlgorithmAsync(CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        return client.Features.HashAlgorithms is [var strongest, ..] ? strongest : null;
    }

    public override async ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        await client.DeleteFileAsync(path, cancellationToken).ConfigureAwait(false);
    }

    public override ValueTask RestAsync()
    {
        _stream = null;
        return _session.RestAsync();
    }

    private static bool IsInOnePiece(FtpEntry entry) => entry is { Size: <= InOnePiece, IsSizeApproximate: false };
}
