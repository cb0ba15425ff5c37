namespace Sealift.Sites.Vaults;

/// <summary>A secret in the vault.</summary>
/// <param name="For">
/// Where it may be used: the file of sites is not sealed, and whoever changes a host there shall not be sent the password of another.
/// </param>
/// <param name="Value">The secret.</param>
internal sealed record StoredSecret(string For, string Value)
{
    /// <summary>Where it may be used; never the secret.</summary>
    public override string ToString() => For;
}
