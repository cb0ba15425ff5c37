using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sealift.Cli.Tests.Serving;

/// <summary>A web server for hooks: answers with these status codes in turn, then with 200, and keeps what it was told.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<int> _statuses;
    private readonly ConcurrentQueue<(string Head, string Body)> _requests = new();
    private readonly Task _serving;

    public WebhookReceiver(params IEnumerable<int> statuses)
    {
        _statuses = new Queue<int>(statuses);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}/hook";

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
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            return; // the end of the test
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        int end;
        while ((end = text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0 || text.Length < end + 4 + Length(text.ToString()))
            text.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        _requests.Enqueue((text.ToString(0, end), text.ToString(end + 4, text.Length - end - 4)));
        var status = _statuses.TryDequeue(out var next) ? next : 200;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    }

    private static int Length(string head)
    {
        const string Name = "Content-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(head[(at + Name.Length)..].Split("\r\n")[0], CultureInfo.InvariantCulture);
    }
}
