using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Sealift.Core.Wire;
using Sealift.Tls;

namespace Sealift.Server.Sessions;

/// <summary>
/// The control connection: lines in, replies out, clear text first or TLS at once. One read and one write may overlap. A read that
/// was begun is kept until its line was taken, so that waiting for it can be given up at any time.
/// </summary>
internal sealed class ControlChannel : IAsyncDisposable
{
    private const int FirstBuffer = 512;

    // Replies to commands that came in one piece leave in one piece, up to this size.
    private const int FlushSize = 16 * 1024;

    private readonly Socket _socket;
    private readonly CommandReader _reader;
    private readonly int _maxBuffer;
    private readonly ArrayBufferWriter<byte> _replies = new(FirstBuffer);
    private readonly CancellationTokenSource _endOfReading = new();
    private Stream _stream;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private Task<ControlLine>? _reading;

    public ControlChannel(Socket socket, int maxCommandBytes)
    {
        _socket = socket;
        _reader = new CommandReader(maxCommandBytes);
        _maxBuffer = maxCommandBytes + 16; // the line end, and room that lets the reader see that a line is too long
        _stream = new NetworkStream(socket, ownsSocket: false);
    }

    /// <summary>The TLS connection; null in clear text.</summary>
    public TlsStream? Tls { get; private set; }

    /// <summary>The TLS session that data connections resume; it outlives TLS on this connection (CCC). Null where there never was one.</summary>
    public TlsSession? Session { get; private set; }

    /// <summary>Whether bytes arrived that no command was made of yet, or a read for more is under way.</summary>
    public bool HasUnreadInput => _start < _end || _reading is not null;

    /// <summary>Whether enough replies wait to be worth a write of their own.</summary>
    public bool HasManyReplies => _replies.WrittenCount >= FlushSize;

    /// <summary>Takes the next line if it is here already.</summary>
    public bool TryRead(out ControlLine line)
    {
        line = default;
        if (_reading is not null || !TryParse(out line)) return false;
        return true;
    }

    /// <summary>Begins to read the next line, or returns the read that was begun; then <see cref="Take"/> its result.</summary>
    public Task<ControlLine> BeginRead() => _reading ??= ReadAsync();

    /// <summary>Takes the line of a read that has finished.</summary>
    public async ValueTask<ControlLine> Take()
    {
        var line = await BeginRead().ConfigureAwait(false);
        _reading = null;
        return line;
    }

    /// <summary>Adds a reply to those that wait.</summary>
    public void Add(FtpReply reply) => reply.WriteTo(_replies, Encoding.UTF8);

    /// <summary>Sends the replies that wait.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_replies.WrittenCount == 0) return;
        await _stream.WriteAsync(_replies.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        _replies.ResetWrittenCount();
    }

    /// <summary>Goes on under TLS. Nothing may have been read ahead: see <see cref="HasUnreadInput"/>.</summary>
    public async ValueTask SecureAsync(TlsServer tls, TlsStreamOptions options, CancellationToken cancellationToken)
    {
        await _stream.DisposeAsync().ConfigureAwait(false); // does not own the socket
        Tls = await tls.AcceptAsync(_socket, session: null, options, cancellationToken).ConfigureAwait(false);
        Session?.Dispose();
        Session = Tls.Session;
        _stream = Tls;
    }

    /// <summary>
    /// Goes back to clear text (RFC 4217 section 5). Only where nothing was read ahead, neither here nor by TLS.
    /// </summary>
    /// <returns>False if the client did not end TLS on its side in time: what comes next could not be told from it.</returns>
    public async ValueTask<bool> ClearAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var (_, isAnswered) = await Tls!.DetachAsync(timeout, cancellationToken).ConfigureAwait(false);
        Tls = null;
        _stream = new NetworkStream(_socket, ownsSocket: false);
        return isAnswered;
    }

    /// <summary>Sends what waits and ends the connection on both sides, within a time.</summary>
    public async ValueTask CloseAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await StopReadingAsync().ConfigureAwait(false);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        if (Tls is null) _socket.Shutdown(SocketShutdown.Send);
        else await Tls.ShutdownAsync(timeout, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopReadingAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
        Session?.Dispose();
        _endOfReading.Dispose();
        Array.Clear(_buffer);
    }

    private async ValueTask StopReadingAsync()
    {
        await _endOfReading.CancelAsync().ConfigureAwait(false);
        if (_reading is not null) await _reading.ConfigureAwait(false);
    }

    private async Task<ControlLine> ReadAsync()
    {
        ControlLine line;
        while (!TryParse(out line))
        {
            MakeRoom();
            try
            {
                var count = await _stream.ReadAsync(_buffer.AsMemory(_end), _endOfReading.Token).ConfigureAwait(false);
                if (count == 0) return new ControlLine(ControlLineKind.End);
                _end += count;
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                return new ControlLine(ControlLineKind.End);
            }
        }

        return line;
    }

    private bool TryParse(out ControlLine line)
    {
        line = default;
        if (_start == _end) return false;
        if (HttpLine.Matches(_buffer.AsSpan(_start, _end - _start)))
        {
            line = new ControlLine(ControlLineKind.Http);
            return true;
        }

        var rest = new ReadOnlySequence<byte>(_buffer, _start, _end - _start);
        var status = _reader.TryRead(ref rest, out var command);
        var consumed = _end - _start - (int)rest.Length;
        Array.Clear(_buffer, _start, consumed); // it may have held a password
        _start = rest.IsEmpty ? 0 : _start + consumed;
        if (rest.IsEmpty) _end = 0;
        if (status == CommandReadStatus.NeedMore) return false;
        line = status switch
        {
            CommandReadStatus.Command => new ControlLine(ControlLineKind.Command, command),
            CommandReadStatus.TooLong => new ControlLine(ControlLineKind.TooLong),
            _ => new ControlLine(ControlLineKind.Malformed),
        };
        return true;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            Array.Clear(_buffer, _end - _start, _start);
            _end -= _start;
            _start = 0;
        }

        if (_end < _buffer.Length) return;
        var larger = new byte[Math.Min(_buffer.Length * 2, _maxBuffer)];
        _buffer.CopyTo(larger, 0);
        Array.Clear(_buffer);
        _buffer = larger;
    }
}
