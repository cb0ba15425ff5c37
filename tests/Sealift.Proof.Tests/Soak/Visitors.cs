using System.Net.Sockets;
using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;
using Sealift.Tls;

namespace Sealift.Proof.Tests.Soak;

/// <summary>Those who come and go: log in and leave, leave in the middle, or are no clients at all.</summary>
internal sealed class Visitors(SoakServer server, SoakTotals totals)
{
    public async Task WorkAsync(FtpClientOptions options, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var kind = RandomNumberGenerator.GetInt32(4);
            if (kind == 2) cancel.CancelAfter(RandomNumberGenerator.GetInt32(150));
            try
            {
                if (kind == 3) await BotherAsync(cancel.Token);
                else await VisitAsync(options, cancel.Token);
                totals.Add(kind == 3 ? "visit of no client" : "visit: done");
                await Task.Delay(RandomNumberGenerator.GetInt32(100), stop);
            }
            catch (Exception e)
            {
                totals.Fail("visit", e, cancel.IsCancellationRequested);
            }
        }
    }

    private async Task VisitAsync(FtpClientOptions options, CancellationToken cancellationToken)
    {
        if (server is OwnServer own && RandomNumberGenerator.GetInt32(2) == 0)
            options = own.Reader with { ReplyTimeout = options.ReplyTimeout, StallTimeout = options.StallTimeout, Hosts = options.Hosts };
        await using var client = await FtpClient.ConnectAsync(
            options with { MaxTlsVersion = RandomNumberGenerator.GetInt32(2) == 0 ? TlsVersion.Tls12 : TlsVersion.Tls13 }, cancellationToken);
        await foreach (var entry in client.ListAsync(FtpPath.Home, cancellationToken)) totals.Add("entries listed", entry.Name.Length > 0 ? 1 : 0);
        await client.QuitAsync(cancellationToken);
    }

    private async Task BotherAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server.Proxy.Address, server.Options.Port!.Value, cancellationToken);
            await socket.SendAsync(RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(300)), cancellationToken);
            if (RandomNumberGenerator.GetInt32(2) == 0) socket.LingerState = new LingerOption(enable: true, 0);
        }
        catch (SocketException)
        {
            totals.Add("visit of no client: sent away");
        }
    }
}
