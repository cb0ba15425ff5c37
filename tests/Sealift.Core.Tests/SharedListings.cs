using System.Text.Json;

namespace Sealift.Core.Tests;

/// <summary>The corpus of listings and replies that may lie beside the repository.</summary>
internal static class SharedListings
{
    /// <summary>The records of one file; skips the test where the corpus is absent.</summary>
    public static IReadOnlyList<JsonElement> Read(string file)
    {
        var directory = FindDirectory();
        Assert.SkipWhen(directory is null, "The corpus ../shared/listings is not beside the repository.");
        return [.. File.ReadLines(Path.Combine(directory!, file)).Select(static line => JsonDocument.Parse(line).RootElement)];
    }

    public static string? Text(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? FindDirectory()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "Sealift.slnx")))
                continue;
            var found = Path.Combine(at.FullName, "..", "shared", "listings");
            return Directory.Exists(found) ? found : null;
        }

        return null;
    }
}
