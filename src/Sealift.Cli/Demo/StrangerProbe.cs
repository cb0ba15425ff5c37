using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sealift.Core.Wire;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Demo;

/// <summary>
/// A client that does what no Sealift client does: it logs in properly, and then opens a data connection with a TLS session of
/// its own instead of resuming the control connection's. That is how a stranger who races for the data port would look.
/// </summary>
internal sealed class StrangerProbe(string user, string password, SpkiPin pin)
{
    private readonly ReplyReader _replies = new();
    private ReadOnlySequence<byte> _received;

    /// <summary>Asks for a listing on such a data connection.</summary>
    /// <param name="server">The implicit TLS port of the server.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The server's final reply.</returns>
    public async Task<FtpReply> ListAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        using var controlTls = CreateClient(server);
        await using var control = await controlTls.ConnectAsync(await DialAsync(server, cancellationToken), cancellationToken: cancellationToken);
        await ReadAsync(control, cancellationToken);
        foreach (var command in (FtpCommand[])[new("USER", user), new("PASS", password), new("PBSZ", "0"), new("PROT", "P")])
            await AskAsync(control, command, cancellationToken);

        var passive = await AskAsync(control, new FtpCommand("EPSV"), cancellationToken);
        if (!DataEndPointFormat.TryParseEpsv(passive.Text, out var port)) throw new InvalidDataException($"EPSV: {passive}");
        var socket = await DialAsync(new IPEndPoint(server.Address, port), cancellationToken);
        await SendAsync(control, new FtpCommand("MLSD"), cancellationToken);

        // A client of its own has no session to resume: the full handshake of somebody else.
        using var dataTls = CreateClient(server);
        try
        {
            await using var data = await dataTls.ConnectAsync(socket, cancellationToken: cancellationToken);
        }
        catch (TlsException)
        {
            // The server may end the handshake itself; what it says on the control line is the answer either way.
        }

        var reply = await ReadAsync(control, cancellationToken);
        return reply.IsPreliminary ? await ReadAsync(control, cancellationToken) : reply;
    }

    private static async Task<Socket> DialAsync(IPEndPoint point, CancellationToken cancellationToken)
    {
        var socket = new Socket(point.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(point, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private TlsClient CreateClient(IPEndPoint server) => TlsClient.Create(new TlsClientOptions
    {
        TargetHost = server.Address.ToString(),
        Port = server.Port,
        Trust = new TrustPolicy { Pins = [pin] },
    });

    private async Task<FtpReply> AskAsync(TlsStream control, FtpCommand command, CancellationToken cancellationToken)
    {
        await SendAsync(control, command, cancellationToken);
        var reply = await ReadAsync(control, cancellationToken);
        return reply.IsNegative ? throw new InvalidDataException($"{command}: {reply}") : reply;
    }

    private static async Task SendAsync(TlsStream control, FtpCommand command, CancellationToken cancellationToken)
    {
        var line = new ArrayBufferWriter<byte>();
        command.WriteTo(line, Encoding.UTF8);
        await control.WriteAsync(line.WrittenMemory, cancellationToken);
        await control.FlushAsync(cancellationToken);
    }

    private async Task<FtpReply> ReadAsync(TlsStream control, CancellationToken cancellationToken)
    {
        FtpReply? reply;
        while (!_replies.TryRead(ref _received, out reply))
        {
            var buffer = new byte[4096];
            var count = await control.ReadAsync(buffer, cancellationToken);
            if (count == 0) throw new EndOfStreamException("The server closed the control connection.");
            _received = new ReadOnlySequence<byte>([.. _received.ToArray(), .. buffer.AsSpan(0, count)]);
        }

        return reply;
    }
}
