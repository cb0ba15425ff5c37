using System.Net;
using System.Net.Sockets;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.SiteToSite;

/// <summary>
/// Tells one server to listen and the other to connect to it, both under TLS, and to send and store (RFC 959 section 5.2, with RFC
/// 2577's warnings). Both lines are watched; what one of them reports ends the other.
/// </summary>
internal sealed class DirectRoute(FtpClient source, FtpClient target, DirectPlan plan)
{
    /// <summary>Carries the file.</summary>
    /// <param name="from">The file on the source's server.</param>
    /// <param name="to">Its temporary name on the target's.</param>
    /// <param name="limit">The longest it may take.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <exception cref="NoDirectRouteException">The servers did not do it.</exception>
    public async Task CarryAsync(FtpPath from, FtpPath to, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await ArrangeAndTransferAsync(from, to, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (FtpException e)
        {
            throw new NoDirectRouteException(e.Message, e);
        }
    }

    private async Task ArrangeAndTransferAsync(FtpPath from, FtpPath to, TimeSpan limit, CancellationToken cancellationToken)
    {
        await ProtectAsync(source, cancellationToken).ConfigureAwait(false);
        await ProtectAsync(target, cancellationToken).ConfigureAwait(false);
        var tlsClient = plan.TargetIsTlsClient ? target : source;
        if (!plan.UsesCpsv) await RequireAsync(tlsClient, new FtpCommand("SSCN", "ON"), cancellationToken).ConfigureAwait(false);

        var (passive, active) = plan.TargetIsPassive ? (target, source) : (source, target);
        var endPoint = await ListenAsync(passive, cancellationToken).ConfigureAwait(false);
        await RequireAsync(active, PortCommand(endPoint), cancellationToken).ConfigureAwait(false);
        await TransferAsync(from, to, limit, cancellationToken).ConfigureAwait(false);

        // The session may go on as an ordinary one only without it.
        if (!plan.UsesCpsv) await RequireAsync(tlsClient, new FtpCommand("SSCN", "OFF"), cancellationToken).ConfigureAwait(false);
    }

    // RFC 4217 section 9: both were told so after the login; that it still holds is asked again before bytes go where nobody here sees.
    private static async ValueTask ProtectAsync(FtpClient client, CancellationToken cancellationToken)
    {
        await RequireAsync(client, new FtpCommand("PBSZ", "0"), cancellationToken).ConfigureAwait(false);
        await RequireAsync(client, new FtpCommand("PROT", "P"), cancellationToken).ConfigureAwait(false);
        await RequireAsync(client, new FtpCommand("TYPE", "I"), cancellationToken).ConfigureAwait(false);
        await RequireAsync(client, new FtpCommand("MODE", "S"), cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<FtpReply> RequireAsync(FtpClient client, FtpCommand command, CancellationToken cancellationToken)
    {
        var reply = await client.ExecutePatientlyAsync(command, client.Session.Options.ReplyTimeout, cancellationToken).ConfigureAwait(false);
        return reply.IsCompleted
            ? reply
            : throw new NoDirectRouteException($"{client.Session.Options.Host} answered {command.Verb} with {ReplyWords.Of(reply)}");
    }

    private async ValueTask<IPEndPoint> ListenAsync(FtpClient passive, CancellationToken cancellationToken)
    {
        var address = passive.ServerAddress!;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // RFC 2428 section 3: the port alone; the address is the one that the control connection leads to.
            var extended = await RequireAsync(passive, new FtpCommand("EPSV"), cancellationToken).ConfigureAwait(false);
            return DataEndPointFormat.TryParseEpsv(extended, out var port)
                ? new IPEndPoint(address, port)
                : throw new NoDirectRouteException($"{passive.Session.Options.Host} named no data port");
        }

        var reply = await RequireAsync(passive, new FtpCommand(plan.UsesCpsv ? "CPSV" : "PASV"), cancellationToken).ConfigureAwait(false);
        if (!DataEndPointFormat.TryParsePasv(reply, out var endPoint))
            throw new NoDirectRouteException($"{passive.Session.Options.Host} named no data port");

        // RFC 2577 section 3: a server could send the other anywhere. Only its own address is passed on.
        return endPoint.Address.Equals(address)
            ? endPoint
            : throw new NoDirectRouteException($"{passive.Session.Options.Host} listens at {endPoint.Address}, which is not the address it is known by");
    }

    private static FtpCommand PortCommand(IPEndPoint endPoint) => endPoint.AddressFamily == AddressFamily.InterNetworkV6
        ? new FtpCommand("EPRT", DataEndPointFormat.FormatEprt(endPoint))
        : new FtpCommand("PORT", DataEndPointFormat.FormatPort(endPoint));

    private async ValueTask TransferAsync(FtpPath from, FtpPath to, TimeSpan limit, CancellationToken cancellationToken)
    {
        var time = source.Session.Options.TimeProvider;
        using var deadline = new Deadline(limit, time, cancellationToken);
        var storing = await RemoteTransfer.StartAsync(target, new FtpCommand("STOR", to), deadline.Token).ConfigureAwait(false);
        RemoteTransfer? sending = null;
        try
        {
            sending = await RemoteTransfer.StartAsync(source, new FtpCommand("RETR", from), deadline.Token).ConfigureAwait(false);
            var first = await Task.WhenAny(storing.Final, sending.Final).WaitAsync(deadline.Token).ConfigureAwait(false);
            RequireCompleted(await first.ConfigureAwait(false), first == storing.Final ? target : source);

            // One end is through; what is still on its way has the time that an upload's end has.
            deadline.Restart(target.Session.Options.CompletionTimeout);
            RequireCompleted(await storing.Final.WaitAsync(deadline.Token).ConfigureAwait(false), target);
            RequireCompleted(await sending.Final.WaitAsync(deadline.Token).ConfigureAwait(false), source);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NoDirectRouteException($"it took longer than {limit.TotalSeconds:0} s", e);
        }
        finally
        {
            await Task.WhenAll(AbortAsync(storing), AbortAsync(sending)).ConfigureAwait(false);
        }
    }

    private static Task AbortAsync(RemoteTransfer? transfer) => transfer is null || transfer.Final.IsCompletedSuccessfully
        ? Task.CompletedTask
        : transfer.AbortAsync().AsTask();

    private static void RequireCompleted(FtpReply reply, FtpClient client)
    {
        if (!reply.IsCompleted)
            throw new NoDirectRouteException($"{client.Session.Options.Host} reported {ReplyWords.Of(reply)}");
    }
}
