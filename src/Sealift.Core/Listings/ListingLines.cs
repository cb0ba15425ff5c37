using System.Buffers;
using Sealift.Core.Wire;

namespace Sealift.Core.Listings;

/// <summary>Cuts a stream into lines with one pooled buffer.</summary>
internal sealed class ListingLines(Stream stream, ListingLimits limits, FtpTextEncoding encoding) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(32768);
    private int _start;
    private int _end;
    private long _total;
    private bool _atEnd;

    /// <summary>The next line without its end, or <see langword="null"/> after the last.</summary>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var scanned = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (found >= 0)
            {
                var line = Take(scanned + found);
                _start++;
                return line;
            }

            scanned = _end - _start;
            if (scanned > limits.MaxLineBytes)
                throw TooLong();
            if (_atEnd)
                return scanned == 0 ? null : Take(scanned);
            MakeRoom();
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _atEnd = read == 0;
            _end += read;
            _total += read;
            if (_total > limits.MaxBytes)
                throw new FtpProtocolException($"The listing is longer than {limits.MaxBytes} bytes.");
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _buffer, []));

    private string Take(int length)
    {
        if (length > limits.MaxLineBytes)
            throw TooLong();
        var line = _buffer.AsSpan(_start, length);
        _start += length;
        if (line.EndsWith("\r"u8))
            line = line[..^1];
        return encoding.Decode(line);
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length)
            return;
        var kept = _end - _start;
        if (kept <= _buffer.Length / 2)
        {
            _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(_start, kept).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        _start = 0;
        _end = kept;
    }

    private FtpProtocolException TooLong() => new($"A line of the listing is longer than {limits.MaxLineBytes} bytes.");
}
