using Sealift.Client;
using Sealift.Core;

namespace Sealift.Transfer.Running;

/// <summary>
/// Copies from server to server without this machine, where that is proven; the first file that cannot go that way decides for all, and
/// they go through this machine as any other. Within one server the server copies, or two of its sessions do.
/// </summary>
internal sealed class SiteRoute : IDisposable
{
    private readonly FtpSiteCopy _copy;
    private readonly SemaphoreSlim? _pairs;
    private volatile bool _isRefused;

    private SiteRoute(FtpClientPool source, FtpClientPool target, TransferRunOptions options)
    {
        // Within one server each copy may need two sessions: so many at once that every one can have both.
        var isOneServer = ReferenceEquals(source, target);
        if (isOneServer) _pairs = new SemaphoreSlim(Math.Max(1, Math.Min(options.Sessions, source.SessionLimit) / 2));
        _copy = new FtpSiteCopy(source, target, isOneServer ? options.SiteCopy : options.SiteCopy with { Route = FtpSiteRouteChoice.DirectOnly });
        IsDemanded = isOneServer || options.SiteCopy.Route == FtpSiteRouteChoice.DirectOnly;
    }

    /// <summary>Whether no other way is allowed.</summary>
    public bool IsDemanded { get; }

    /// <summary>Whether a file could not go that way.</summary>
    public bool IsRefused => _isRefused;

    /// <summary>The way for these sides; null if they are not two servers, or if everything is to go through this machine.</summary>
    public static SiteRoute? For(RunContext context) =>
        context is { Source.Pool: { } source, Target.Pool: { } target }
        && (ReferenceEquals(source, target) || context.Options.SiteCopy.Route != FtpSiteRouteChoice.RelayOnly)
            ? new SiteRoute(source, target, context.Options)
            : null;

    /// <summary>Copies a file; null if it has to go through this machine.</summary>
    public async ValueTask<FtpSiteCopyResult?> FindAsync(FtpPath from, FtpPath to, CancellationToken cancellationToken)
    {
        if (_pairs is not null) await _pairs.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _copy.CopyAsync(from, to, progress: null, cancellationToken).ConfigureAwait(false);
        }
        catch (FtpSiteCopyException e) when (e.Failure == FtpSiteCopyFailure.NoDirectRoute && !IsDemanded)
        {
            _isRefused = true;
            return null;
        }
        finally
        {
            _pairs?.Release();
        }
    }

    public void Dispose() => _pairs?.Dispose();
}
