namespace Sealift.Sites.Importing;

/// <summary>A server that another program had saved.</summary>
/// <param name="Source">What it was called there, with its folder.</param>
/// <param name="Site">What it became; null if it cannot be used here.</param>
/// <param name="Secrets">Its secrets, by kind (<see cref="Vaults.SecretKind"/>).</param>
/// <param name="Notes">What could not be carried over, or why it cannot be used; sentences.</param>
public sealed record ImportedSite(string Source, Site? Site, IReadOnlyDictionary<string, string?> Secrets, IReadOnlyList<string> Notes)
{
    /// <summary>What it was called; never a secret.</summary>
    public override string ToString() => Source;
}
