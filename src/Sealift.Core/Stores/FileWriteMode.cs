namespace Sealift.Core.Stores;

/// <summary>What a write does to the file that is there.</summary>
public enum FileWriteMode
{
    /// <summary>The new content takes the place of the old in one step, when it is complete.</summary>
    Replace,

    /// <summary>Like <see cref="Replace"/>, but a file that is there, or appears meanwhile, is an error.</summary>
    CreateNew,

    /// <summary>Writes in place at the end; makes the file when there is none.</summary>
    Append,

    /// <summary>Cuts the file at <see cref="FileWriteOptions.Offset"/> and writes in place from there.</summary>
    Resume,
}
