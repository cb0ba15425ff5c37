namespace Sealift.Fuzz.Tests;

/// <summary>The committed inputs: a directory for each target.</summary>
internal static class Corpus
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "corpus");

    public static IReadOnlyList<string> Targets { get; } = [.. Directory.EnumerateDirectories(Root).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>The inputs of a target with their names, in a fixed order.</summary>
    public static IReadOnlyList<(string Name, byte[] Content)> Of(string target) =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, target)).Order(StringComparer.Ordinal).Select(static path => (Path.GetFileName(path), File.ReadAllBytes(path)))];
}
