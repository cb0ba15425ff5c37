using System.Text;
using Sealift.Core;

namespace Sealift.Cli.Output;

/// <summary>
/// Shows a file's bytes as text on a terminal: line ends and tabs as they are, every other control character escaped, so that
/// a file cannot drive the terminal.
/// </summary>
internal sealed class EscapedTextStream(TextWriter output) : Stream
{
    // A line longer than this is shown in pieces, so that memory stays flat.
    private const int MaxPending = 4096;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _pending = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var chars = new char[Encoding.UTF8.GetMaxCharCount(buffer.Length)];
        var count = _decoder.GetChars(buffer, chars, flush: false);
        Show(chars.AsSpan(0, count));
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => output.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            var rest = new char[4];
            Show(rest.AsSpan(0, _decoder.GetChars([], rest, flush: true)));
            ShowPending();
            output.Flush();
        }

        base.Dispose(disposing);
    }

    private void Show(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is '\n' or '\t')
            {
                // CR LF is a line end too; a lone CR would overwrite the line and is escaped.
                if (c == '\n' && _pending.Length > 0 && _pending[^1] == '\r') _pending.Length--;
                ShowPending();
                output.Write(c);
                continue;
            }

            // A surrogate pair is kept together: a cut may fall only between whole characters.
            if (_pending.Length >= MaxPending && !char.IsLowSurrogate(c)) ShowPending();
            _pending.Append(c);
        }
    }

    private void ShowPending()
    {
        output.Write(TerminalText.Escape(_pending.ToString()));
        _pending.Clear();
    }
}
