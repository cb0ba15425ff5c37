using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Wire;

/// <summary>Reads replies out of a stream of bytes without doing any input itself (RFC 959 section 4.2). Not thread-safe.</summary>
public sealed class ReplyReader
{
    private readonly FtpReplyLimits _limits;
    private readonly FtpTextEncoding _encoding;
    private readonly List<string> _lines = [];
    private int _code;
    private long _bytes;

    /// <summary>Creates a reader for one session.</summary>
    /// <param name="limits">How much one reply may be; the defaults of <see cref="FtpReplyLimits"/> if <see langword="null"/>.</param>
    /// <param name="encoding">The encoding of the session; UTF-8 by default. What it cannot read stays as raw bytes in the text.</param>
    public ReplyReader(FtpReplyLimits? limits = null, FtpTextEncoding? encoding = null)
    {
        _limits = limits ?? new FtpReplyLimits();
        _encoding = encoding ?? FtpTextEncoding.Utf8;
    }

    /// <summary>Whether the first line of a multi-line reply was read and its last line was not.</summary>
    public bool IsMidReply => _code != 0;

    /// <summary>Takes the next whole reply from the buffer.</summary>
    /// <param name="buffer">What was received; whole lines that were read are cut off its front. The rest must be offered again.</param>
    /// <param name="reply">The reply when the result is <see langword="true"/>.</param>
    /// <returns><see langword="false"/> when more bytes are needed.</returns>
    /// <exception cref="FtpProtocolException">This is not a reply, or it is over a limit. The session is dead.</exception>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, [NotNullWhen(true)] out FtpReply? reply)
    {
        while (true)
        {
            if (buffer.PositionOf((byte)'\n') is not { } end)
            {
                // The CR may already be here.
                if (buffer.Length > _limits.MaxLineBytes + 1L)
                    throw new FtpProtocolException($"A line of a reply is longer than {_limits.MaxLineBytes} bytes.") { Failure = FtpProtocolFailure.TooLong };
                reply = null;
                return false;
            }

            var line = buffer.Slice(0, end);
            _bytes += line.Length + 1;
            if (_bytes > _limits.MaxReplyBytes)
                throw new FtpProtocolException($"A reply is longer than {_limits.MaxReplyBytes} bytes.") { Failure = FtpProtocolFailure.TooLong };
            var isLast = TakeLine(line);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            if (!isLast)
                continue;

            reply = FtpReply.Received(_code, [.. _lines]);
            _lines.Clear();
            _code = 0;
            _bytes = 0;
            return true;
        }
    }

    private bool TakeLine(ReadOnlySequence<byte> sequence)
    {
        var rented = ArrayPool<byte>.Shared.Rent((int)sequence.Length + 1);
        try
        {
            var line = rented.AsSpan(0, (int)sequence.Length);
            sequence.CopyTo(line);
            if (line.EndsWith("\r"u8))
                line = line[..^1];
            if (line.Length > _limits.MaxLineBytes)
                throw new FtpProtocolException($"A line of a reply is longer than {_limits.MaxLineBytes} bytes.") { Failure = FtpProtocolFailure.TooLong };
            line = line[..TelnetText.Strip(line)];
            if (line.Contains((byte)0))
                throw new FtpProtocolException("A reply contains a NUL byte.");
            return TakeText(line);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private bool TakeText(ReadOnlySpan<byte> line)
    {
        var code = CodeOf(line);
        if (_code == 0)
        {
            if (code is < 100 or > 599)
                throw new FtpProtocolException("The server sent a line that is not an FTP reply.");
            _code = code;
            _lines.Add(_encoding.Decode(TextOf(line)));
            return line.Length == 3 || line[3] == ' ';
        }

        // RFC 959 section 4.2: only the same code followed by a space ends the reply; other digits are text.
        var isSame = code == _code;
        var isLast = isSame && (line.Length == 3 || line[3] == ' ');
        if (!isLast && _lines.Count + 1 >= _limits.MaxLines)
            throw new FtpProtocolException($"A reply has more than {_limits.MaxLines} lines.") { Failure = FtpProtocolFailure.TooLong };
        _lines.Add(_encoding.Decode(isSame ? TextOf(line) : line));
        return isLast;
    }

    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> line) => line[Math.Min(line.Length, 4)..];

    // The code of "ddd", "ddd text" or "ddd-text"; otherwise 0.
    private static int CodeOf(ReadOnlySpan<byte> line)
    {
        if (line.Length < 3 || line[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return 0;
        if (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-'))
            return 0;
        return ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0');
    }
}
