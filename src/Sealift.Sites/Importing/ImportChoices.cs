namespace Sealift.Sites.Importing;

/// <summary>What of an import is wanted. Immutable.</summary>
public sealed record ImportChoices
{
    /// <summary>Whether saved sites of the same names are replaced. Default false: they stay as they are.</summary>
    public bool Replaces { get; init; }

    /// <summary>Whether passwords go to the vault. Default true; false leaves them where they are.</summary>
    public bool WithSecrets { get; init; } = true;

    /// <summary>The names of sites that are not wanted. Default: none.</summary>
    public IReadOnlySet<string> Unwanted { get; init; } = new HashSet<string>();
}
