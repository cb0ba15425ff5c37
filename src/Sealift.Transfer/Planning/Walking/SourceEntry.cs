using Sealift.Core;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>An entry of the source that takes part.</summary>
/// <param name="Entry">What it is; of a link that is followed what it leads to.</param>
/// <param name="SourcePath">Its path in the source.</param>
/// <param name="Place">Where it really is there, as far as the words of links tell.</param>
/// <param name="Name">Its name in the target.</param>
/// <param name="Key">What all names have in common that are one in the target.</param>
/// <param name="IsLeftOut">Whether it is a directory that is only entered for what a rule may include below it.</param>
internal sealed record SourceEntry(FtpEntry Entry, FtpPath SourcePath, FtpPath Place, string Name, string Key, bool IsLeftOut)
{
    /// <summary>A step about it.</summary>
    /// <param name="visit">The directory that it is in.</param>
    /// <param name="action">What is to be done.</param>
    /// <param name="reason">Why.</param>
    /// <param name="because">Why, in words.</param>
    public TransferStep StepIn(DirectoryVisit visit, StepAction action, StepReason reason, string because)
    {
        var path = visit.Path.Append(Name);
        return new TransferStep(action, path, reason)
        {
            SourcePath = SourcePath == path ? null : SourcePath,
            Source = Entry,
            Because = because,
        };
    }
}
