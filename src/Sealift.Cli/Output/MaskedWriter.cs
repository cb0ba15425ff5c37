using System.Text;
using Sealift.Core;

namespace Sealift.Cli.Output;

/// <summary>
/// Writes text on without the secrets that the command uses, wherever it comes from: a server may name a file, or itself in a certificate, by the
/// password that it heard. What is to be recognised is written in one call. A secret of less than eight characters may be a word of
/// a name, and is left to the replies, which are masked where they are read.
/// </summary>
internal sealed class MaskedWriter(TextWriter inner, SecretMask secrets) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(value);

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    public override void Write(string? value)
    {
        if (value is not null) inner.Write(secrets.Hide(value, SecretMask.ShortestInNames));
    }

    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : secrets.Hide(value, SecretMask.ShortestInNames));

    // The streams of this process are written at once in any case.
    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return Task.CompletedTask;
    }

    public override Task WriteLineAsync()
    {
        inner.WriteLine();
        return Task.CompletedTask;
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync() => inner.FlushAsync();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
