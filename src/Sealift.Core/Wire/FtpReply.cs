using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sealift.Core.Wire;

/// <summary>One reply of a server (RFC 959 section 4.2): a code and one or more lines of text.</summary>
public sealed class FtpReply
{
    private readonly string[] _lines;

    /// <summary>Creates a reply.</summary>
    /// <param name="code">100 to 599.</param>
    /// <param name="lines">The text of each line without the code; none means one empty line.</param>
    /// <exception cref="ArgumentOutOfRangeException">The code is outside 100 to 599.</exception>
    /// <exception cref="ArgumentException">A line contains CR, LF or NUL.</exception>
    public FtpReply(int code, params IReadOnlyList<string> lines)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, 599);
        ArgumentNullException.ThrowIfNull(lines);
        if (lines.Any(BreaksLine))
            throw new ArgumentException("A line of a reply cannot contain CR, LF or NUL.", nameof(lines));
        Code = code;
        _lines = lines.Count == 0 ? [""] : [.. lines];
    }

    private FtpReply(int code, string[] lines)
    {
        Code = code;
        _lines = lines;
    }

    /// <summary>The code, 100 to 599.</summary>
    public int Code { get; }

    /// <summary>
    /// The text of each line, at least one. The code is removed from the first and the last line, and from inner lines that
    /// repeat it as "ddd-"; other inner lines are as received.
    /// </summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>All lines, joined by line feeds.</summary>
    public string Text => string.Join('\n', _lines);

    /// <summary>The last line, where servers say what happened.</summary>
    public string Message => _lines[^1];

    /// <summary>1xx: the command was started, another reply follows (RFC 959 section 4.2.1).</summary>
    public bool IsPreliminary => Code / 100 == 1;

    /// <summary>2xx: done.</summary>
    public bool IsCompleted => Code / 100 == 2;

    /// <summary>3xx: accepted, a further command is needed.</summary>
    public bool IsIntermediate => Code / 100 == 3;

    /// <summary>4xx: refused for now.</summary>
    public bool IsTransientNegative => Code / 100 == 4;

    /// <summary>5xx: refused.</summary>
    public bool IsPermanentNegative => Code / 100 == 5;

    /// <summary>4xx or 5xx.</summary>
    public bool IsNegative => Code >= 400;

    /// <summary>Writes the reply with the line ends of the wire. Either the whole reply is written or nothing.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="encoding">The encoding of the session, usually UTF-8.</param>
    /// <exception cref="InvalidOperationException">A line, as received or as encoded, contains CR, LF or NUL. Nothing was written.</exception>
    public void WriteTo(IBufferWriter<byte> output, Encoding encoding)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(encoding);
        var whole = new ArrayBufferWriter<byte>(256);
        for (var i = 0; i < _lines.Length; i++)
        {
            var isLast = i == _lines.Length - 1;
            var line = _lines[i];
            // RFC 959 section 4.2: "ddd-" opens, "ddd " closes; an inner line that begins with digits is padded.
            if (i == 0 || isLast)
                Append(whole, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Code}{(isLast ? ' ' : '-')}")));
            else if (line.Length > 0 && char.IsAsciiDigit(line[0]))
                Append(whole, " "u8);
            Append(whole, encoding.GetBytes(line));
            whole.Write("\r\n"u8);
        }

        output.Write(whole.WrittenSpan);
    }

    /// <summary>The code and all lines as received, such as "230 Welcome". Escape it before it goes to a terminal.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Code} {Text}");

    /// <summary>A reply as it came, whatever is in it.</summary>
    internal static FtpReply Received(int code, string[] lines) => new(code, lines);

    private static void Append(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny((byte)'\r', (byte)'\n', (byte)0) >= 0)
            throw new InvalidOperationException("A line of a reply cannot contain CR, LF or NUL; nothing was sent.");
        // RFC 854: 0xFF in data is doubled.
        foreach (var value in text)
        {
            var room = output.GetSpan(2);
            room[0] = value;
            room[1] = value;
            output.Advance(value == 0xFF ? 2 : 1);
        }
    }

    private static bool BreaksLine(string line) => line.AsSpan().ContainsAny('\r', '\n', '\0');
}
