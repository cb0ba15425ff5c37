using System.Buffers;
using System.Text;

namespace Sealift.Core.Wire;

/// <summary>Reads command lines out of a stream of bytes without doing any input itself (RFC 959 section 5.3). Not thread-safe.</summary>
public sealed class CommandReader
{
    private readonly int _maxLineBytes;
    private bool _discarding;

    /// <summary>Creates a reader for one session.</summary>
    /// <param name="maxLineBytes">Bytes of one line without its end; 4,096 by default: the longest path of common systems.</param>
    public CommandReader(int maxLineBytes = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLineBytes, 1);
        _maxLineBytes = maxLineBytes;
    }

    /// <summary>Takes the next line from the buffer.</summary>
    /// <param name="buffer">What was received; what was read is cut off its front. The rest must be offered again.</param>
    /// <param name="command">The command when the result is <see cref="CommandReadStatus.Command"/>.</param>
    /// <remarks>The argument is everything after one space, spaces at its end included. A line may end with LF alone.</remarks>
    public CommandReadStatus TryRead(ref ReadOnlySequence<byte> buffer, out FtpCommand? command)
    {
        command = null;
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            // Bounded memory: what is too long anyway is not kept while its end is awaited.
            if (_discarding || buffer.Length > _maxLineBytes + 1L)
            {
                _discarding = true;
                buffer = buffer.Slice(buffer.End);
            }

            return CommandReadStatus.NeedMore;
        }

        var line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        if (_discarding || line.Length > _maxLineBytes + 1L)
        {
            _discarding = false;
            return CommandReadStatus.TooLong;
        }

        var bytes = ArrayPool<byte>.Shared.Rent((int)line.Length + 1);
        try
        {
            line.CopyTo(bytes);
            return Read(bytes.AsSpan(0, (int)line.Length), out command);
        }
        finally
        {
            // The line may have held a password.
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private CommandReadStatus Read(Span<byte> line, out FtpCommand? command)
    {
        command = null;
        if (line.EndsWith("\r"u8))
            line = line[..^1];
        if (line.Length > _maxLineBytes)
            return CommandReadStatus.TooLong;

        // RFC 959 section 4.1.3 (ABOR): IAC IP and the data mark come before the verb; without out-of-band data in the
        // stream only a part of them is seen. No verb begins with such a byte.
        line = line[..TelnetText.Strip(line)];
        while (!line.IsEmpty && line[0] >= 0xF0)
            line = line[1..];

        if (line.ContainsAnyInRange((byte)0, (byte)0x1F) || line.Contains((byte)0x7F))
            return CommandReadStatus.Malformed;
        if (!System.Text.Unicode.Utf8.IsValid(line))
            return CommandReadStatus.Malformed;
        var text = Encoding.UTF8.GetString(line);
        var space = text.IndexOf(' ');
        var verb = space < 0 ? text : text[..space];
        if (!FtpCommand.IsVerb(verb))
            return CommandReadStatus.Malformed;
        command = new FtpCommand(verb, space < 0 ? null : text[(space + 1)..]);
        return CommandReadStatus.Command;
    }
}
