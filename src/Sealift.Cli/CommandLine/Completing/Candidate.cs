namespace Sealift.Cli.CommandLine.Completing;

/// <summary>A word that may stand where the cursor is.</summary>
/// <param name="Text">The whole word.</param>
/// <param name="Detail">What it is, in a few words; may be empty.</param>
internal sealed record Candidate(string Text, string Detail)
{
    /// <summary>Stands for the names of local files, which the shell knows best.</summary>
    public static Candidate Files { get; } = new(":files", "");
}
