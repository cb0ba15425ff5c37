namespace Sealift.Transfer.Planning;

/// <summary>What a plan would delete.</summary>
/// <param name="Files">Files and links.</param>
/// <param name="Directories">Directories.</param>
/// <param name="Bytes">The size of the files, as far as it is known.</param>
/// <param name="TargetEntries">All entries of the target, of which they are a part.</param>
public sealed record DeletionCount(long Files, long Directories, long Bytes, long TargetEntries)
{
    /// <summary>Files, links and directories.</summary>
    public long Entries => Files + Directories;
}
