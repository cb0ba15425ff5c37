namespace Sealift.Proof.Tests.Sweeps;

/// <summary>What a user does while something goes wrong.</summary>
public enum SweepOperation
{
    /// <summary>Connects and leaves.</summary>
    Login,

    /// <summary>Lists a directory.</summary>
    List,

    /// <summary>Downloads a file over an old one.</summary>
    Get,

    /// <summary>Uploads a file over an old one.</summary>
    Put,

    /// <summary>Makes a tree of the server like a local one, with deletions.</summary>
    Sync,

    /// <summary>Downloads a file and deletes it on the server.</summary>
    Move,
}
