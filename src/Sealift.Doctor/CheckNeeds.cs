namespace Sealift.Doctor;

/// <summary>What a check needs besides a server.</summary>
public enum CheckNeeds
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>A user who may log in.</summary>
    Login,

    /// <summary>A user who may log in, and leave to write. What was written is removed again.</summary>
    Writing,
}
