using Sealift.Core;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>A directory that is to be looked at, on one side or on both.</summary>
internal sealed class DirectoryVisit
{
    /// <summary>The directory above; null for the top.</summary>
    public DirectoryVisit? Parent { get; init; }

    /// <summary>Its path in the target, relative to the root of that side.</summary>
    public required FtpPath Path { get; init; }

    /// <summary>Its path in the source, relative to the root of that side.</summary>
    public required FtpPath SourcePath { get; init; }

    /// <summary>Where it really is in the source, as far as the words of the links on the way tell.</summary>
    public required FtpPath Place { get; init; }

    /// <summary>The identity of the source's directory (RFC 3659 section 7.5.2, unique); null where it is not known.</summary>
    public string? Unique { get; init; }

    public bool IsInSource { get; init; }

    public bool IsInTarget { get; init; }

    public int Depth { get; init; }

    /// <summary>The step that makes it, until it is passed on: with a filter only what gets content is made.</summary>
    public TransferStep? Creation { get; set; }

    /// <summary>Whether a link to that place would lead to where it comes from.</summary>
    public bool IsWithin(FtpPath place, string? unique)
    {
        for (var visit = this; visit is not null; visit = visit.Parent)
        {
            if (visit.Place == place || (unique is not null && visit.Unique == unique)) return true;
        }

        return false;
    }
}
