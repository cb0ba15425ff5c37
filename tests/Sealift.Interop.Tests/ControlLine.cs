using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sealift.Interop.Tests;

/// <summary>
/// The least that can speak FTP to a server: a socket, SslStream and lines. It shares no code with the product, so that
/// what it finds is a fact about the peer.
/// </summary>
internal sealed class ControlLine : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _one = new byte[1];
    private Stream _stream;

    private ControlLine(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public SslStream Tls => (SslStream)_stream;

    public static async Task<ControlLine> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(host, port, cancellationToken);
        return new ControlLine(socket);
    }

    public async Task StartTlsAsync(
        string host, string authorityFile, SslProtocols versions, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        SslStream stream = new(_stream);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = versions,
                ClientCertificates = certificate is null ? null : [certificate],
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authorityFile) },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
            cancellationToken);
        _stream = stream;
    }

    /// <summary>Sends a line, if there is one, and returns the first line of the reply; the other lines are read too.</summary>
    public async Task<string> AskAsync(string? command, CancellationToken cancellationToken)
    {
        if (command is not null)
            await _stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellationToken);
        string first = await ReadLineAsync(cancellationToken);
        // RFC 959 section 4.2: a multi-line reply ends with its code and a space.
        for (string line = first; !line.StartsWith(first[..3] + " ", StringComparison.Ordinal);)
            line = await ReadLineAsync(cancellationToken);
        return first;
    }

    public void ShutdownSend() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _stream.Dispose();

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _stream.WriteAsync(bytes, cancellationToken);

    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        List<byte> line = [];
        while (await _stream.ReadAsync(_one, cancellationToken) == 1)
        {
            if (_one[0] == '\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(_one[0]);
        }

        throw new EndOfStreamException($"The connection ended after '{Encoding.UTF8.GetString([.. line])}'.");
    }
}
