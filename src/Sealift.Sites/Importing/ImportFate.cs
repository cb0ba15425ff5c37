namespace Sealift.Sites.Importing;

/// <summary>What becomes of an imported server.</summary>
public enum ImportFate
{
    /// <summary>It is saved.</summary>
    New,

    /// <summary>It takes the place of the saved site of its name.</summary>
    Replaced,

    /// <summary>There is a site of its name, which stays.</summary>
    Present,

    /// <summary>It cannot be used here, or is not wanted.</summary>
    LeftOut,
}
