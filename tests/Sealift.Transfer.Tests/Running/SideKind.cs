namespace Sealift.Transfer.Tests.Running;

/// <summary>The kinds of sides that trees are copied between.</summary>
public enum SideKind
{
    /// <summary>A directory on the disk.</summary>
    Local,

    /// <summary>A store in memory.</summary>
    Memory,

    /// <summary>A server of ours, over TLS.</summary>
    Ftp,
}
