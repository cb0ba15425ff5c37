using Sealift.App.Files.Panes;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.App.Files.Texts;

/// <summary>A text file of a pane that is looked at, and maybe changed and written back.</summary>
internal sealed class TextFile
{
    /// <summary>The largest file that is opened, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly PaneSide _side;
    private readonly FtpPath _path;
    private FtpEntry? _entry;
    private byte[] _bytes;

    private TextFile(PaneSide side, FtpPath path, FtpEntry? entry, byte[] bytes, TextFormat format, string text)
    {
        _side = side;
        _path = path;
        _entry = entry;
        _bytes = bytes;
        Format = format;
        Text = text;
    }

    /// <summary>How it is written.</summary>
    public TextFormat Format { get; private set; }

    /// <summary>Its text as it was read, with LF at the ends of lines.</summary>
    public string Text { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandException">It is too large, or no text.</exception>
    public static async Task<TextFile> OpenAsync(PaneSide side, FtpPath path, CancellationToken cancellationToken)
    {
        // The facts are asked for before the content is: a change in between is then found when it is written back.
        var entry = await side.Store.FindAsync(path, cancellationToken);
        if (entry is { Size: > MaxBytes, IsSizeApproximate: false }) throw TooLarge(path);
        var bytes = await ReadAsync(side, path, cancellationToken);
        if (TextFormat.Read(bytes) is not var (format, text))
            throw CommandException.Usage($"{TerminalText.Escape(path.Name)} is no text.", "Copy it to the other pane, and open it with its own program.");
        return new TextFile(side, path, entry, bytes, format, text);
    }

    /// <summary>Writes the file. It holds the old or the new text and never a mix: a store writes under another name, then renames.</summary>
    /// <param name="text">The text, with LF at the ends of lines.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="replacesAnything">Whether it replaces what others wrote meanwhile.</param>
    /// <param name="cancellationToken">Gives up; the file is then as it was.</param>
    /// <exception cref="TextChangedException">Somebody changed the file since it was read, and that is not to be replaced.</exception>
    /// <exception cref="CommandException">The text cannot be written in that encoding, or is too large.</exception>
    public async Task SaveAsync(string text, TextFormat format, bool replacesAnything, CancellationToken cancellationToken)
    {
        var bytes = format.Write(text);
        if (bytes.Length > MaxBytes) throw TooLarge(_path);
        if (!replacesAnything) await RequireUnchangedAsync(cancellationToken);
        var stream = await _side.Store.OpenWriteAsync(_path, FileWriteOptions.Replace, cancellationToken);
        await using (stream)
        {
            await stream.WriteAsync(bytes, cancellationToken);
            await stream.CompleteAsync(cancellationToken);
        }

        var before = _entry;
        _bytes = bytes;
        Format = format;
        _entry = await _side.Store.FindAsync(_path, cancellationToken);

        // A new file has the permissions that servers give to new files; a script would not run any more.
        if (before?.UnixMode is { } mode && _entry?.UnixMode is { } now && mode != now) await _side.SetPermissionsAsync(_path, (int)mode, cancellationToken);
    }

    // Size and time tell of most changes at no cost. One within the same second they do not tell of; the file is small enough to be looked at again.
    private async Task RequireUnchangedAsync(CancellationToken cancellationToken)
    {
        var now = await _side.Store.FindAsync(_path, cancellationToken);
        var isSame = now is not null && now.Size == _entry?.Size && now.Modified == _entry?.Modified
            && (await ReadAsync(_side, _path, cancellationToken)).AsSpan().SequenceEqual(_bytes);
        if (!isSame) throw new TextChangedException(_path, now);
    }

    private static async Task<byte[]> ReadAsync(PaneSide side, FtpPath path, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await using var stream = await side.Store.OpenReadAsync(path, cancellationToken: cancellationToken);
        var block = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(block, cancellationToken)) > 0)
        {
            content.Write(block, 0, read);
            if (content.Length > MaxBytes) throw TooLarge(path);
        }

        return content.ToArray();
    }

    private static CommandException TooLarge(FtpPath path) => CommandException.Usage(
        $"{TerminalText.Escape(path.Name)} is larger than {SizeText.Of(MaxBytes)}, the most that is opened as text.", "Copy it to the other pane, and open it with its own program.");
}
