namespace Sealift.Server.Commands;

/// <summary>Whether a command has an argument.</summary>
internal enum ArgumentRule
{
    /// <summary>None may be given.</summary>
    None,

    /// <summary>One may be given.</summary>
    Optional,

    /// <summary>One must be given.</summary>
    Required,
}
