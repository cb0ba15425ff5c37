namespace Sealift.Core.Stores;

/// <summary>How a file is opened to be written.</summary>
public sealed record FileWriteOptions
{
    /// <summary>New content in place of the old, at once and only when complete.</summary>
    public static FileWriteOptions Replace { get; } = new();

    /// <summary>A new file; it is an error if there is one.</summary>
    public static FileWriteOptions CreateNew { get; } = new() { Mode = FileWriteMode.CreateNew };

    /// <summary>At the end of the file.</summary>
    public static FileWriteOptions Append { get; } = new() { Mode = FileWriteMode.Append };

    /// <summary>What happens to the file that is there; <see cref="FileWriteMode.Replace"/> by default.</summary>
    public FileWriteMode Mode { get; init; }

    /// <summary>For <see cref="FileWriteMode.Resume"/>: bytes of the old content to keep, zero to its length; 0 by default.</summary>
    public long Offset { get; init; }

    /// <summary>
    /// For <see cref="FileWriteMode.Append"/> and <see cref="FileWriteMode.Resume"/>: whether what was written stays when the
    /// write is not completed, to be resumed later. By default an append is cut back to where it began.
    /// </summary>
    public bool KeepPartial { get; init; }

    /// <summary>Continues a file.</summary>
    /// <param name="offset">Bytes to keep, zero to the length of the file.</param>
    public static FileWriteOptions ResumeAt(long offset) => new() { Mode = FileWriteMode.Resume, Offset = offset, KeepPartial = true };
}
