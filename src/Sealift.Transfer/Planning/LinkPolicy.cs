namespace Sealift.Transfer.Planning;

/// <summary>What happens to symbolic links of the source.</summary>
public enum LinkPolicy
{
    /// <summary>They are left out.</summary>
    Skip,

    /// <summary>What they lead to is copied. A link that leads to a directory it is in is refused.</summary>
    Follow,

    /// <summary>They are made in the target too, last of all, where they are relative and stay inside the tree.</summary>
    Keep,
}
