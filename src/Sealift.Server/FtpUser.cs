using Sealift.Core.Stores;

namespace Sealift.Server;

/// <summary>Someone who may log in, and what they see then.</summary>
public sealed record FtpUser
{
    /// <summary>The name, compared exactly.</summary>
    public required string Name { get; init; }

    /// <summary>The password in the form of <see cref="FtpPassword.Hash"/>; never the password itself.</summary>
    public required string PasswordHash { get; init; }

    /// <summary>The files. The user cannot leave this store; one store may serve several users.</summary>
    public required IFileStore Store { get; init; }

    /// <summary>Whether the user may change anything. Default true.</summary>
    public bool CanWrite { get; init; } = true;

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
