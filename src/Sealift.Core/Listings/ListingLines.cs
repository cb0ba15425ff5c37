using System.Buffers;
using System.Text;
using Sealift.Core.Wire;

namespace Sealift.Core.Listings;

/// <summary>Cuts a stream into lines with two pooled buffers, one of bytes and one of characters.</summary>
internal sealed class ListingLines(Stream stream, ListingLimits limits, FtpTextEncoding encoding) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(32768);
    private char[] _text = ArrayPool<char>.Shared.Rent(1024);
    private int _start;
    private int _end;
    private int _length;
    private long _total;
    private bool _atEnd;

    /// <summary>The line that was read last, without its end. Only until the next one is read.</summary>
    public ReadOnlySpan<char> Line => _text.AsSpan(0, _length);

    /// <summary>Goes to the next line; false after the last.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var scanned = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (found >= 0)
            {
                Take(scanned + found);
                _start++;
                return true;
            }

            scanned = _end - _start;
            if (scanned > limits.MaxLineBytes)
                throw TooLong();
            if (_atEnd)
            {
                Take(scanned);
                return scanned > 0;
            }

            MakeRoom();
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _atEnd = read == 0;
            _end += read;
            _total += read;
            if (_total > limits.MaxBytes)
                throw new FtpProtocolException($"The listing is longer than {limits.MaxBytes} bytes.", ListingLimits.Hint) { Failure = FtpProtocolFailure.TooLong };
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _buffer, []));
        ArrayPool<char>.Shared.Return(Interlocked.Exchange(ref _text, []));
    }

    private void Take(int length)
    {
        if (length > limits.MaxLineBytes)
            throw TooLong();
        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, length);
        _start += length;
        if (line.EndsWith("\r"u8))
            line = line[..^1];
        Decode(line);
    }

    private void Decode(ReadOnlySpan<byte> line)
    {
        // What is ASCII, nearly everything, needs no string of its own.
        if (Ascii.IsValid(line))
        {
            Reserve(line.Length);
            _length = Encoding.ASCII.GetChars(line, _text);
            return;
        }

        var text = encoding.Decode(line);
        Reserve(text.Length);
        text.CopyTo(_text);
        _length = text.Length;
    }

    private void Reserve(int length)
    {
        if (length <= _text.Length)
            return;
        ArrayPool<char>.Shared.Return(Interlocked.Exchange(ref _text, []));
        _text = ArrayPool<char>.Shared.Rent(length);
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

    private FtpProtocolException TooLong() =>
        new($"A line of the listing is longer than {limits.MaxLineBytes} bytes.", ListingLimits.Hint) { Failure = FtpProtocolFailure.TooLong };
}
