using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Sealift.TestKit.Conversations;

/// <summary>One connection of a conversation: lines, in TLS from some point on, and whatever else can be done to it.</summary>
internal sealed class ConversationChannel(Socket socket) : IDisposable
{
    private readonly TappedStream _wire = new(new NetworkStream(socket, ownsSocket: true));
    private readonly byte[] _one = new byte[1];
    private SslStream? _secure;

    public bool IsSecure => _secure is not null;

    /// <summary>Whether this side has ended.</summary>
    public bool HasEnded { get; private set; }

    public IReadOnlyList<byte> Taken => _wire.Taken;

    private Stream Top => _secure is null ? _wire : _secure;

    public async Task SecureAsync(Func<Stream, Task<SslStream>> shake) => _secure = await shake(_wire);

    public async Task SayAsync(string text, ScriptDelivery delivery, CancellationToken cancellationToken)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int start = 0;
        for (int end = 1; end <= bytes.Length; end++)
        {
            bool isCut = end == bytes.Length || delivery == ScriptDelivery.Bytes || (delivery == ScriptDelivery.Lines && bytes[end - 1] == '\n');
            if (!isCut)
                continue;
            await Top.WriteAsync(bytes.AsMemory(start..end), cancellationToken);
            await Top.FlushAsync(cancellationToken);
            start = end;
        }
    }

    /// <summary>Says bytes below TLS.</summary>
    public async Task SayBelowAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => await _wire.WriteAsync(bytes, cancellationToken);

    /// <summary>The next line without its end; what there is of it where the other side ends, null for nothing.</summary>
    public async Task<string?> HearAsync(CancellationToken cancellationToken)
    {
        // One byte at a time: nothing that follows a line may be swallowed when TLS begins after it.
        List<byte> line = [];
        try
        {
            while (await Top.ReadAsync(_one, cancellationToken) == 1)
            {
                if (_one[0] == '\n')
                    return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                line.Add(_one[0]);
            }
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            HasEnded = true; // a reset or an alert: there is nobody left who hears
        }

        return line.Count == 0 ? null : Encoding.UTF8.GetString([.. line]);
    }

    public Task NotifyAsync() => _secure?.ShutdownAsync() ?? Task.CompletedTask;

    /// <summary>Ends in order: close_notify, and the end of TCP.</summary>
    /// <returns>False where the other side has gone already, and nobody is left to say goodbye to.</returns>
    public async Task<bool> TryCloseAsync()
    {
        try
        {
            await NotifyAsync();
            Cut();
            return true;
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            HasEnded = true;
            return false;
        }
    }

    public void Cut()
    {
        HasEnded = true;
        socket.Shutdown(SocketShutdown.Send);
    }

    public void Reset()
    {
        HasEnded = true;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Dispose()
    {
        _secure?.Dispose();
        _wire.Dispose();
    }
}
