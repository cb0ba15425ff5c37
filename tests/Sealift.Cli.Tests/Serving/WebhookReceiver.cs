using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sealift.Cli.Tests.Serving;

/// <summary>A web server for hooks: answers with these status codes in turn, then with 200, and keeps what it was told.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<int> _statuses;
    private readonly ConcurrentQueue<(string Head, string Body)> _requests = new();
    private readonly Task _serving;

    private readonly X509Certificate2? _certificate;

    public WebhookReceiver(params IEnumerable<int> statuses)
        : this(null, statuses)
    {
    }

    /// <summary>One that speaks TLS.</summary>
    public WebhookReceiver(X509Certificate2? certificate, IEnumerable<int> statuses)
    {
        _certificate = certificate;
        _statuses = new Queue<int>(statuses);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => $"{(_certificate is null ? "http" : "https")}://{_listener.LocalEndpoint}/hook?key=1";

    public IReadOnlyList<(string Head, string Body)> Requests => [.. _requests];

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            return; // the end of the test
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        if (_certificate is null)
        {
            await AnswerAsync(client.GetStream());
            return;
        }

        await using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(_certificate);
            await AnswerAsync(stream);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            _requests.Enqueue(("no handshake", e.Message)); // whoever came does not trust this server
        }
    }

    private async Task AnswerAsync(Stream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        int end;
        while ((end = text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0 || text.Length < end + 4 + Length(text.ToString()))
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0) throw new IOException("The request was not whole.");
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        _requests.Enqueue((text.ToString(0, end), text.ToString(end + 4, text.Length - end - 4)));
        var status = _statuses.TryDequeue(out var next) ? next : 200;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    }

    private static int Length(string head)
    {
        const string Name = "Content-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(head[(at + Name.Length)..].Split("\r\n")[0], CultureInfo.InvariantCulture);
    }
}
