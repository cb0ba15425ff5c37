using System.Net;
using System.Net.Sockets;
using Sealift.Core;

namespace Sealift.Client.Data;

/// <summary>Makes TCP connections and says in plain words why one cannot be made.</summary>
internal static class Dialer
{
    /// <summary>Connects to the first address of the host that answers.</summary>
    public static async ValueTask<Socket> ConnectAsync(FtpClientOptions options, CancellationToken cancellationToken)
    {
        var host = TerminalText.Escape(options.Host);
        FtpConnectionException? last = null;
        foreach (var address in await ResolveAsync(options.Host, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                return await ConnectAsync(
                    new IPEndPoint(address, options.EffectivePort), $"{host} port {options.EffectivePort}", options, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (FtpConnectionException e)
            {
                last = e;
            }
        }

        throw last ?? new FtpConnectionException(FtpConnectionFailure.UnknownHost, $"The host {host} has no address.");
    }

    /// <summary>Connects to one end point.</summary>
    public static async ValueTask<Socket> ConnectAsync(
        IPEndPoint endPoint, string name, FtpClientOptions options, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, either.Token).ConfigureAwait(false);
            return socket;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new FtpConnectionException(
                FtpConnectionFailure.Timeout,
                $"{name} did not answer within {options.ConnectTimeout.TotalSeconds:0.#} s.",
                "A firewall may drop the packets; check host, port and network.");
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw Explain(e, name);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var address)) return [address];
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new FtpConnectionException(
                FtpConnectionFailure.UnknownHost,
                $"The host {TerminalText.Escape(host)} is not known.",
                "Check the spelling, and that this machine's name resolution works.",
                e);
        }
    }

    private static FtpConnectionException Explain(SocketException e, string name) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new FtpConnectionException(
            FtpConnectionFailure.Refused,
            $"{name} refuses connections.",
            "No server listens there: check the port (21 explicit, 990 implicit) and that the server runs.",
            e),
        SocketError.TimedOut => new FtpConnectionException(
            FtpConnectionFailure.Timeout, $"{name} did not answer.", "A firewall may drop the packets.", e),
        _ => new FtpConnectionException(
            FtpConnectionFailure.Unreachable, $"{name} cannot be reached: {e.Message}.", "Check host and network.", e),
    };
}
