using Sealift.Core;

namespace Sealift.App.Files.Texts;

/// <summary>A text file is not any more what it was when it was opened.</summary>
public sealed class TextChangedException(FtpPath path, FtpEntry? now) : Exception($"{TerminalText.Escape(path.ToString())} was {(now is null ? "deleted" : "changed")} since it was opened.")
{
    /// <summary>What is there now; null where nothing is.</summary>
    public FtpEntry? Now { get; } = now;
}
