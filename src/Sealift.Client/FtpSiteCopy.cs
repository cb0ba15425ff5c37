using Sealift.Client.SiteToSite;
using Sealift.Core;

namespace Sealift.Client;

/// <summary>
/// Copies files from one server to another: directly between them where that is safe and proven, else through this machine.
/// </summary>
/// <remarks>
/// <para>
/// Directly means that the servers connect to each other (FXP), under TLS on both control lines and on the data connection, which
/// one of them begins (SSCN or CPSV) and the other answers. Whether they check each other's certificates is up to them; as a rule the
/// one that answers knows nothing of the other. So the content must prove itself: without a checksum that both servers have
/// (SHA-256 or SHA-512) bytes go through this machine, unless <see cref="FtpSiteCopyOptions.AllowUnproven"/> says otherwise.
/// </para>
/// <para>
/// The target is written under a temporary name, compared and then renamed, whichever way it came: its name holds the old or the
/// new content. A direct attempt that the servers refuse or break off goes on through this machine.
/// </para>
/// </remarks>
public sealed class FtpSiteCopy
{
    private static readonly TimeSpan CleaningTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UnknownSizeTime = TimeSpan.FromHours(12);

    // The platform's timers take 49 days at most, and a server may state any size.
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(30);

    private readonly FtpClientPool _source;
    private readonly FtpClientPool _target;
    private readonly FtpSiteCopyOptions _options;

    /// <summary>Prepares copies between two servers.</summary>
    /// <param name="source">Sessions with the server that has the files. It is not closed here.</param>
    /// <param name="target">Sessions with the server that gets them; the same pool for copies within one server, which then needs two sessions.</param>
    /// <param name="options">Which ways may be taken; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lowest rate is not more than 0.</exception>
    public FtpSiteCopy(FtpClientPool source, FtpClientPool target, FtpSiteCopyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        _source = source;
        _target = target;
        _options = options ?? new FtpSiteCopyOptions();
        if (_options.LowestRate <= 0) throw new ArgumentOutOfRangeException(nameof(options), "The lowest rate is not more than 0.");
    }

    private bool IsOneServer => ReferenceEquals(_source, _target);

    private TimeProvider Time => _source.Options.TimeProvider;

    /// <summary>Copies a file.</summary>
    /// <param name="source">The file on the source's server.</param>
    /// <param name="target">Its path on the target's server. What is there is replaced in one step, when the copy is complete and compared.</param>
    /// <param name="progress">Told the bytes that went through this machine, after each block; nothing while they go directly.</param>
    /// <param name="cancellationToken">Breaks the copy off; the unfinished file is deleted.</param>
    /// <exception cref="ArgumentException">The target has no name, or is the source itself.</exception>
    /// <exception cref="FtpSiteCopyException">Sizes or checksums differ, or there is no direct way and no other was allowed.</exception>
    /// <exception cref="FtpReplyException">A server refused: there is no such file, for example, or no right to write.</exception>
    public async Task<FtpSiteCopyResult> CopyAsync(
        FtpPath source, FtpPath target, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (target.Parent is null) throw new ArgumentException("The target has no name.", nameof(target));
        if (IsOneServer && source == target) throw new ArgumentException("The target is the source itself.", nameof(target));

        var began = Time.GetTimestamp();
        string? reason = null;
        if (_options.Route != FtpSiteRouteChoice.RelayOnly)
        {
            try
            {
                var shortest = await AttemptAsync(
                    target,
                    part => IsOneServer
                        ? CopyInServerAsync(source, part, cancellationToken)
                        : CopyDirectlyAsync(source, part, cancellationToken)).ConfigureAwait(false);
                return shortest with { Elapsed = Time.GetElapsedTime(began) };
            }
            catch (NoDirectRouteException e) when (_options.Route == FtpSiteRouteChoice.DirectOnly)
            {
                throw new FtpSiteCopyException(
                    FtpSiteCopyFailure.NoDirectRoute,
                    $"The file cannot go directly: {e.Message}",
                    "Let it go through this machine, which is the default; \"sealift cp --help\" says what a direct copy needs.",
                    e);
            }
            catch (NoDirectRouteException e)
            {
                reason = e.Message;
            }
        }

        var result = await AttemptAsync(target, part => RelayAsync(source, part, progress, cancellationToken)).ConfigureAwait(false);
        return result with { Elapsed = Time.GetElapsedTime(began), RelayReason = reason };
    }

    private async Task<FtpSiteCopyResult> AttemptAsync(FtpPath target, Func<CopyPart, Task<FtpSiteCopyResult>> carry)
    {
        var part = new CopyPart(target);
        try
        {
            return await carry(part).ConfigureAwait(false);
        }
        catch
        {
            if (part.MayExist) await DeleteAsync(part.Path).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<FtpSiteCopyResult> CopyInServerAsync(FtpPath source, CopyPart part, CancellationToken cancellationToken)
    {
        var lease = await _source.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var client = lease.Client;
            if (!ServerRoute.IsOffered(client)) throw new NoDirectRouteException("the server does not copy files itself (SITE COPY)");
            var size = await client.GetSizeAsync(source, cancellationToken).ConfigureAwait(false);
            part.MayExist = true;
            await ServerRoute.CarryAsync(client, source, part.Path, LimitFor(size), cancellationToken).ConfigureAwait(false);
            var algorithm = ContentProof.CommonAlgorithm(client, client);
            var result = await ProveAsync(client, source, size, client, part, FtpSiteRoute.Server, algorithm, cancellationToken)
                .ConfigureAwait(false);
            await client.RenameAsync(part.Path, part.Target, cancellationToken).ConfigureAwait(false);
            return result;
        }
    }

    private async Task<FtpSiteCopyResult> CopyDirectlyAsync(FtpPath source, CopyPart part, CancellationToken cancellationToken)
    {
        var from = await _source.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (from.ConfigureAwait(false))
        {
            var to = await _target.RentAsync(cancellationToken).ConfigureAwait(false);
            await using (to.ConfigureAwait(false))
            {
                var (plan, reason) = DirectPlan.Make(from.Client, to.Client, _options.AllowUnproven);
                if (plan is null) throw new NoDirectRouteException(reason!);
                var size = await from.Client.GetSizeAsync(source, cancellationToken).ConfigureAwait(false);

                // From here on these sessions know of ports that are not this machine's: nobody else gets them.
                from.Discard();
                to.Discard();
                part.MayExist = true;
                var route = new DirectRoute(from.Client, to.Client, plan);
                await route.CarryAsync(source, part.Path, LimitFor(size), cancellationToken).ConfigureAwait(false);
                var result = await ProveAsync(
                    from.Client, source, size, to.Client, part, FtpSiteRoute.Direct, plan.Proof, cancellationToken).ConfigureAwait(false);
                if (result.Checksum is null && !(_options.AllowUnproven && result.IsSizeCompared))
                    throw new NoDirectRouteException("the servers did not compute the checksum that would prove it");
                await to.Client.RenameAsync(part.Path, part.Target, cancellationToken).ConfigureAwait(false);
                return result;
            }
        }
    }

    private async Task<FtpSiteCopyResult> RelayAsync(
        FtpPath source, CopyPart part, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var from = await _source.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (from.ConfigureAwait(false))
        {
            var to = await RentSecondAsync(cancellationToken).ConfigureAwait(false);
            await using (to.ConfigureAwait(false))
            {
                FtpHashAlgorithm? algorithm = to.Client.Features.HashAlgorithms is [var strongest, ..] ? strongest : null;
                var size = await from.Client.GetSizeAsync(source, cancellationToken).ConfigureAwait(false);
                part.MayExist = true;
                var (read, written, sent) = await RelayRoute.CarryAsync(
                    from.Client, source, to.Client, part.Path, algorithm, progress, cancellationToken).ConfigureAwait(false);
                ContentProof.CompareSizes(part.Target, size, read.Bytes);
                var stored = await to.Client.GetSizeAsync(part.Path, cancellationToken).ConfigureAwait(false);
                var isSizeCompared = ContentProof.CompareSizes(part.Target, read.Bytes, stored);
                var there = await ContentProof.TryHashAsync(to.Client, part.Path, algorithm, cancellationToken).ConfigureAwait(false);
                var checksum = ContentProof.CompareChecksums(part.Target, sent, there);
                await to.Client.RenameAsync(part.Path, part.Target, cancellationToken).ConfigureAwait(false);
                return new FtpSiteCopyResult(read.Bytes, FtpSiteRoute.Relay, TimeSpan.Zero)
                {
                    IsSizeCompared = isSizeCompared,
                    Checksum = checksum,
                    SourceTls = read.Tls,
                    TargetTls = written.Tls,
                };
            }
        }
    }

    // Within one server the second session must not wait for the first, which this very copy holds.
    private async ValueTask<FtpClientLease> RentSecondAsync(CancellationToken cancellationToken)
    {
        if (!IsOneServer) return await _target.RentAsync(cancellationToken).ConfigureAwait(false);
        using var limit = new Deadline(_target.Options.ReplyTimeout, Time, cancellationToken);
        try
        {
            return await _target.RentAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FtpConnectionException(
                FtpConnectionFailure.Timeout,
                $"A copy within one server needs two sessions, and the limit is {_target.SessionLimit}.",
                "Allow two sessions, or download the file and upload it again.");
        }
    }

    private static async Task<FtpSiteCopyResult> ProveAsync(
        FtpClient from,
        FtpPath source,
        long? size,
        FtpClient to,
        CopyPart part,
        FtpSiteRoute route,
        FtpHashAlgorithm? algorithm,
        CancellationToken cancellationToken)
    {
        var stored = await to.GetSizeAsync(part.Path, cancellationToken).ConfigureAwait(false);
        var isSizeCompared = ContentProof.CompareSizes(part.Target, size, stored);
        var there = await ContentProof.TryHashAsync(to, part.Path, algorithm, cancellationToken).ConfigureAwait(false);
        var here = await ContentProof.TryHashAsync(from, source, algorithm, cancellationToken).ConfigureAwait(false);
        return new FtpSiteCopyResult(stored ?? size ?? 0, route, TimeSpan.Zero)
        {
            IsSizeCompared = isSizeCompared,
            Checksum = ContentProof.CompareChecksums(part.Target, here, there),
        };
    }

    private TimeSpan LimitFor(long? size) => size is { } bytes
        ? _source.Options.ReplyTimeout + TimeSpan.FromSeconds(Math.Min((double)bytes / _options.LowestRate, LongestTime.TotalSeconds))
        : UnknownSizeTime;

    // Whatever the copy ended with, what it left behind goes away if a session can be had in time.
    private async ValueTask DeleteAsync(FtpPath part)
    {
        using var limit = new CancellationTokenSource(CleaningTime, Time);
        try
        {
            var lease = await _target.RentAsync(limit.Token).ConfigureAwait(false);
            await using (lease.ConfigureAwait(false))
            {
                await lease.Client.DeleteFileAsync(part, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is FtpException or OperationCanceledException or ObjectDisposedException)
        {
            _target.Options.Logger.PartRemains(_target.Options.Host, part.ToString(), e.Message);
        }
    }
}
