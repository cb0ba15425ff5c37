using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Core.Wire;

namespace Sealift.Transfer.Running;

/// <summary>
/// Writes files of a server on a session of its own. After an upload its size, time and permissions travel in one flight with the
/// question for the next port; the connection to that port is made while the file gets its name.
/// </summary>
internal sealed class FtpTarget(FtpClientPool pool, TransferRunOptions options, SessionWatch watch, Func<bool> anotherFollows) : TargetEnd
{
    // What files of a server usually have: worth no command.
    private const UnixFileMode Usual = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly RentedSession _session = new(pool, watch);
    private FtpClient? _lastChmod;
    private bool _hasNoChmod;
    private FtpPath? _steppedAside;

    public override TargetEnd Another() => new FtpTarget(pool, options, watch, static () => false);

    public override async ValueTask ReadyAsync(CancellationToken cancellationToken) => await _session.GetAsync(cancellationToken).ConfigureAwait(false);

    public override async ValueTask<bool> CanJoinAsync(CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        return client.Features.Size && client.Features.Has("COMB");
    }

    // COMB (Globalscape EFT) appends: the whole must not be there yet.
    public override async ValueTask JoinAsync(FtpPath whole, IReadOnlyList<FtpPath> pieces, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        await client.DeleteFileAsync(whole, cancellationToken).ConfigureAwait(false);
        var command = new FtpCommand("COMB", CombFormat.Format(whole, pieces));
        var reply = await client.ExecutePatientlyAsync(command, cancellationToken).ConfigureAwait(false);
        if (!reply.IsCompleted) throw FtpClient.Refused(command, reply);
    }

    public override async ValueTask<FileWriteStream> OpenAsync(FtpPath part, long offset, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        return await client.OpenWriteAsync(
            part,
            new FtpTransferOptions
            {
                Mode = offset == 0 ? FtpWriteMode.Replace : FtpWriteMode.Resume,
                Offset = offset,
                AnotherFollows = anotherFollows,
            },
            cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<Stream> OpenReadAsync(FtpPath part, long offset, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        return await client.OpenReadAsync(part, offset, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<long?> FindSizeAsync(FtpPath path, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        if (client.Features.Size) return await client.GetSizeAsync(path, cancellationToken).ConfigureAwait(false);
        return await client.FindAsync(path, cancellationToken).ConfigureAwait(false) is { IsSizeApproximate: false } entry ? entry.Size : null;
    }

    public override async ValueTask<long?> SealAsync(FtpPath part, FtpPath target, FtpEntry source, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        List<FtpCommand> flight = [];
        if (client.Features.Size) flight.Add(new FtpCommand("SIZE", part));
        var time = options.KeepTimes && source.Modified?.ToUtc() is { } modified ? client.Times.FindWay(part, modified) : null;
        if (time is { } way) flight.Add(way.Command);
        if (FindChmod(client, part, source) is { } chmod) flight.Add(chmod);
        var replies = await client.ExecuteFlightAsync(flight, anotherFollows(), cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < flight.Count; i++)
        {
            if (time is { } sent && flight[i] == sent.Command) await SetTimeAsync(client, sent, replies[i], part, source, cancellationToken).ConfigureAwait(false);
            else if (flight[i].Verb == "SITE" && replies[i].Code is >= 500 and <= 504) _hasNoChmod = true;
        }

        if (!client.Features.Size) return await FindSizeAsync(part, cancellationToken).ConfigureAwait(false);
        return FtpFacts.SizeIn(replies[0]) ?? await FindUntoldSizeAsync(client, part, flight[0], replies[0], cancellationToken).ConfigureAwait(false);
    }

    // A server that tells sizes and does not tell this one is asked in another way: without a look nothing shows that it has the file (I2).
    private static async ValueTask<long?> FindUntoldSizeAsync(
        FtpClient client, FtpPath part, FtpCommand size, FtpReply refusal, CancellationToken cancellationToken)
    {
        if (refusal.IsTransientNegative) throw FtpClient.Refused(size, refusal);
        var found = await client.FindAsync(part, cancellationToken).ConfigureAwait(false)
            ?? throw new NotProvenException("The server confirmed the file, and does not find it.") { IsMissing = true };
        return found.IsSizeApproximate ? null : found.Size;
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

    public override async ValueTask PublishAsync(FtpPath part, FtpPath target, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        FtpCommand[] flight = [new("RNFR", part), new("RNTO", target)];
        var replies = await client.ExecuteFlightAsync(flight, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (replies[1].IsCompleted) return;
        if (!replies[0].IsIntermediate) throw FtpClient.Refused(flight[0], replies[0]);
        _steppedAside = target;
        await new RenameOver(client).RunAsync(part, target, FtpClient.Refused(flight[1], replies[1]), cancellationToken).ConfigureAwait(false);
        _steppedAside = null;
    }

    public override async ValueTask TidyAsync(FtpPath target, CancellationToken cancellationToken)
    {
        if (_steppedAside != target) return;
        _steppedAside = null;
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        await client.DeleteFileAsync(PartName.BackupOf(target), cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DeleteAsync(FtpPath path, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        await client.DeleteFileAsync(path, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DeleteDirectoryAsync(FtpPath path, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        await client.DeleteDirectoryAsync(path, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask CreateDirectoryAsync(FtpPath path, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        await client.CreateDirectoryAsync(path, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        if (!await client.SetModifiedAsync(path, modified, cancellationToken).ConfigureAwait(false))
            throw new FileStoreException(FileStoreError.Other, path, "the server does not set file times (MFMT)");
    }

    public override async ValueTask KeepTimeAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken)
    {
        var client = await _session.GetAsync(cancellationToken).ConfigureAwait(false);
        await client.SetModifiedAsync(path, modified, cancellationToken).ConfigureAwait(false);
    }

    public override ValueTask RestAsync() => _session.RestAsync();

    // The way that the server had so far; if it turns out not to have it, the others are tried one by one.
    private static async ValueTask SetTimeAsync(
        FtpClient client, TimeWay way, FtpReply reply, FtpPath part, FtpEntry source, CancellationToken cancellationToken)
    {
        if (client.Times.Heed(way, reply)) return;
        await client.SetModifiedAsync(part, source.Modified!.Value.ToUtc()!.Value, cancellationToken).ConfigureAwait(false);
    }

    private FtpCommand? FindChmod(FtpClient client, FtpPath part, FtpEntry source)
    {
        if (!ReferenceEquals(_lastChmod, client))
        {
            _lastChmod = client;
            _hasNoChmod = false;
        }

        if (!options.KeepPermissions || _hasNoChmod || source.UnixMode is not { } mode || mode == Usual) return null;
        return new FtpCommand("SITE", $"CHMOD {Convert.ToString((int)mode, 8).PadLeft(3, '0')} {part}");
    }
}
