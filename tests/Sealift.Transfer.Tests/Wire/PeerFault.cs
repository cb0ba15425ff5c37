namespace Sealift.Transfer.Tests.Wire;

/// <summary>What a <see cref="FaultPeer"/> does wrong with one command.</summary>
internal sealed record PeerFault
{
    /// <summary>Said instead of doing anything; null does it.</summary>
    public string? Reply { get; init; }

    /// <summary>Data bytes after which the data connection is cut; null for none.</summary>
    public int? CutDataAt { get; init; }

    /// <summary>Said at the end of a transfer instead of 226.</summary>
    public string? Final { get; init; }

    /// <summary>Whether the control connection is cut: instead of the reply, or of the final reply of a transfer.</summary>
    public bool CutsControl { get; init; }

    /// <summary>Whether the control connection is cut while the data still flows; with <see cref="Final"/> it says that first.</summary>
    public bool CutsControlBeforeData { get; init; }

    /// <summary>Bytes of an upload that it keeps although it took all of them; null for all.</summary>
    public int? KeepsOnly { get; init; }

    /// <summary>Done in the middle of the data of a download; what follows is of the file as it is then.</summary>
    public Action? Meanwhile { get; init; }

    /// <summary>Whether the offset of the REST before it is forgotten, though it was accepted.</summary>
    public bool IgnoresOffset { get; init; }
}
