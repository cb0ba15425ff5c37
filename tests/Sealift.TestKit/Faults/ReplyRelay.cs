using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading.Channels;

namespace Sealift.TestKit.Faults;

/// <summary>One control connection through a <see cref="ReplyProxy"/>: commands one way, replies the other, some of them the proxy's own.</summary>
internal sealed class ReplyRelay(Socket client, IPEndPoint server, TestCertificate certificate, Func<string, string, ReplyFault?> ask) : IDisposable
{
    // What is expected of the server next, in the order of the commands: its own reply, or ours in its place.
    private readonly Channel<Expected> _expected = Channel.CreateUnbounded<Expected>();
    private readonly Socket _server = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _over = new();

    /// <summary>Relays until one side ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            await _server.ConnectAsync(server, _over.Token);
            using SslStream there = new(new NetworkStream(_server, ownsSocket: false), leaveInnerStreamOpen: false, (_, presented, _, _) => certificate.Certificate.Equals(presented));
            await there.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, _over.Token);
            using WireLines fromServer = new(there);
            Stream clear = new NetworkStream(client, ownsSocket: false);
            string greeting = await ReadReplyAsync(fromServer, _over.Token) ?? throw new IOException("The server did not greet.");
            if (!await SayAsync(clear, ask("", "")?.Reply ?? greeting) || await SecureAsync(clear) is not { } here)
                return;
            using (here)
            {
                using WireLines fromClient = new(here);
                // The replies end after the commands have, or when the server does; what is still asked for is answered first.
                Task commands = CarryCommandsAsync(fromClient, there);
                Task replies = CarryRepliesAsync(fromServer, here);
                await Task.WhenAny(replies, commands);
                if (!replies.IsCompleted)
                    await commands;
                else
                    Cut();
                await Task.WhenAll(replies, commands);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or AuthenticationException or OperationCanceledException or ObjectDisposedException or ChannelClosedException)
        {
            return; // one side has gone, or this one ended the other
        }
        finally
        {
            Cut();
        }
    }

    /// <summary>Ends both sides.</summary>
    public void Cut()
    {
        _over.Cancel();
        client.Close();
        _server.Close();
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
        _over.Dispose();
    }

    private static async Task<string?> ReadReplyAsync(WireLines lines, CancellationToken cancellationToken)
    {
        StringBuilder reply = new();
        string? code = null;
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            reply.Append(reply.Length == 0 ? "" : "\r\n").Append(line);
            code ??= line[..3];
            if (line.StartsWith(code + " ", StringComparison.Ordinal))
                return reply.ToString();
        }

        return null;
    }

    // Until AUTH TLS is answered: only that is known here.
    private async Task<SslStream?> SecureAsync(Stream clear)
    {
        // Bytes behind AUTH would be TLS already; so this one is read byte by byte.
        using WireLines lines = new(clear, ahead: 1);
        while (await lines.ReadAsync(_over.Token) is { } line)
        {
            (string verb, string argument) = Split(line);
            if (ask(verb, argument) is { } fault)
            {
                if (!await SayAsync(clear, fault.Reply))
                    return null;
                continue;
            }

            if (verb != "AUTH")
            {
                await SayAsync(clear, verb == "QUIT" ? "221 Goodbye." : "530 AUTH TLS first.");
                continue;
            }

            await SayAsync(clear, "234 Go ahead.");
            SslStream secure = new(clear);
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = SslStreamCertificateContext.Create(certificate.Certificate, [certificate.Issuer], offline: true),
                    ApplicationProtocols = [new SslApplicationProtocol("ftp")],
                },
                _over.Token);
            return secure;
        }

        return null;
    }

    private async Task CarryCommandsAsync(WireLines fromClient, SslStream there)
    {
        while (await fromClient.ReadAsync(_over.Token) is { } line)
        {
            (string verb, string argument) = Split(line);
            ReplyFault? fault = ask(verb, argument);
            await _expected.Writer.WriteAsync(new Expected(fault?.Reply, IsOurs: fault is { IsDone: false }), _over.Token);
            if (fault is { IsDone: false })
                continue;
            await there.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), _over.Token);
        }

        _expected.Writer.Complete();
    }

    private async Task CarryRepliesAsync(WireLines fromServer, SslStream here)
    {
        await foreach (Expected next in _expected.Reader.ReadAllAsync(_over.Token))
        {
            if (next.IsOurs)
            {
                if (!await SayAsync(here, next.Reply!))
                    return;
                continue;
            }

            while (true)
            {
                if (await ReadReplyAsync(fromServer, _over.Token) is not { } reply)
                    return;
                bool isFinal = reply[0] != '1';
                if (!await SayAsync(here, isFinal ? next.Reply ?? reply : reply))
                    return;
                if (isFinal)
                    break;
            }
        }
    }

    // False when the connection is over with that.
    private async Task<bool> SayAsync(Stream stream, string reply)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(reply + "\r\n"), _over.Token);
        if (!reply.StartsWith("421", StringComparison.Ordinal))
            return true;
        if (stream is SslStream secure)
            await secure.ShutdownAsync();
        client.Shutdown(SocketShutdown.Send);
        byte[] rest = new byte[1024];
        while (await client.ReceiveAsync(rest, _over.Token) > 0)
        {
            // Closed with unread bytes, the connection would be reset and the 421 lost.
        }

        return false;
    }

    private static (string Verb, string Argument) Split(string line)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (line.ToUpperInvariant(), "") : (line[..space].ToUpperInvariant(), line[(space + 1)..]);
    }

    private sealed record Expected(string? Reply, bool IsOurs);
}
