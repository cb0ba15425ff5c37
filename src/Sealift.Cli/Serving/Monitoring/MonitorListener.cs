using System.Net;
using System.Net.Sockets;
using Sealift.Cli.Output;

namespace Sealift.Cli.Serving.Monitoring;

/// <summary>
/// A small HTTP server for those who look at the FTP server: GET and HEAD, one request a connection, bounded in size, time and number. It
/// answers only to the name or address it listens on, so that no web page can reach it under a name of its own (DNS rebinding).
/// </summary>
internal sealed class MonitorListener : IAsyncDisposable
{
    private const int MaxConnections = 16;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _places = new(MaxConnections);
    private Task _accepting = Task.CompletedTask;

    private MonitorListener(Socket socket)
    {
        _socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>Where it listens, with the real port.</summary>
    public IPEndPoint EndPoint { get; }

    /// <exception cref="CommandException">It cannot listen there.</exception>
    public static MonitorListener Open(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen(MaxConnections);
            return new MonitorListener(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new CommandException(ExitCode.CannotConnect, $"--monitor cannot listen on {endPoint}: {e.Message}.", "Choose another port; 0 picks a free one.", e)
            {
                Code = FailureCode.CannotListen,
            };
        }
    }

    public void Start(Func<string, MonitorReply> answer) => _accepting = AcceptAsync(answer);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _socket.Dispose();
        await _accepting;
        for (var i = 0; i < MaxConnections; i++) await _places.WaitAsync(); // those that are answered right now
        _places.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync(Func<string, MonitorReply> answer)
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var client = await _socket.AcceptAsync(_ending.Token);
                if (_places.Wait(0)) _ = ServeAsync(client, answer);
                else client.Dispose();
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None); // the machine is out of something
            }
        }
    }

    private async Task ServeAsync(Socket client, Func<string, MonitorReply> answer)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            patience.CancelAfter(RequestTimeout);
            await using var stream = new NetworkStream(client, ownsSocket: true);
            if (await ReadAsync(stream, patience.Token) is not { } head) return;
            var request = MonitorRequest.TryParse(head.Span);
            var reply = Answer(request, answer).ToBytes(withBody: request?.Method != "HEAD");
            patience.CancelAfter(ReplyTimeout);
            await stream.WriteAsync(reply, patience.Token);
            client.Shutdown(SocketShutdown.Send);

            // Bytes that were not read would make the system reset the connection, and the reply could be lost.
            var scrap = new byte[512];
            for (var left = MonitorRequest.MaxBytes; left > 0; left -= scrap.Length)
            {
                if (await stream.ReadAsync(scrap, patience.Token) == 0) break;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            return; // whoever looked went away
        }
        finally
        {
            _places.Release();
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MonitorRequest.MaxBytes];
        var count = 0;
        while (count < buffer.Length)
        {
            var more = await stream.ReadAsync(buffer.AsMemory(count), cancellationToken);
            if (more == 0) return null;
            count += more;
            var end = buffer.AsSpan(0, count).IndexOf("\r\n\r\n"u8);
            if (end >= 0) return buffer.AsMemory(0, end + 4);
        }

        return Array.Empty<byte>(); // too long: no request
    }

    private MonitorReply Answer(MonitorRequest? request, Func<string, MonitorReply> answer)
    {
        if (request is null) return MonitorReply.Text("400 Bad Request", "That is no request.");
        if (!IsOwn(request.Host)) return MonitorReply.Text("421 Misdirected Request", "This server goes by its address, localhost, or the name of its machine.");
        if (request.Method is not ("GET" or "HEAD"))
            return MonitorReply.Text("405 Method Not Allowed", "There is nothing to change here.") with { Header = "Allow: GET, HEAD" };
        return answer(request.Path);
    }

    // An address cannot be made to mean something else; a name can, but for these two.
    private bool IsOwn(string host)
    {
        if (!Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.AbsolutePath != "/") return false;
        if (uri.Port != EndPoint.Port) return false;
        var name = uri.Host.Trim('[', ']');
        if (IPAddress.TryParse(name, out var address)) return address.Equals(EndPoint.Address) || IsAny(EndPoint.Address);
        return name.Equals(IPAddress.IsLoopback(EndPoint.Address) ? "localhost" : Environment.MachineName, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
