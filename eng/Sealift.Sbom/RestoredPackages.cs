using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Sealift.Sbom;

/// <summary>The packages of a project.assets.json, with the facts that their own files tell.</summary>
internal static class RestoredPackages
{
    public static IReadOnlyList<Package> Read(string assetsFile, string runtime, string kind)
    {
        // The packs of .NET that are in the program; no assets file lists them as its parts.
        IReadOnlyList<string> packs = kind switch
        {
            "native" => ["Microsoft.NETCore.App.Runtime.NativeAOT."],
            "self-contained" => [$"Microsoft.NETCore.App.Runtime.{runtime}", $"Microsoft.AspNetCore.App.Runtime.{runtime}"],
            "shared" => [],
            _ => throw new ArgumentException($"{kind} is none of native, self-contained and shared.", nameof(kind)),
        };
        var assets = JsonNode.Parse(File.ReadAllText(assetsFile))!;
        var folders = assets["packageFolders"]!.AsObject().Select(f => f.Key).ToList();
        var (framework, _) = assets["project"]!["frameworks"]!.AsObject().Single();
        var target = assets["targets"]![$"{framework}/{runtime}"]?.AsObject()
            ?? throw new InvalidDataException($"{assetsFile} was restored without the runtime {runtime}.");
        var resolved = target.Where(e => (string?)e.Value!["type"] == "package").ToDictionary(e => e.Key.Split('/')[0], e => (Version: e.Key.Split('/')[1], Entry: e.Value!));

        var packages = resolved.Select(p => Find(
            folders,
            p.Key,
            p.Value.Version,
            (string?)assets["libraries"]![$"{p.Key}/{p.Value.Version}"]!["sha512"],
            HasAssets(p.Value.Entry, "runtime") || HasAssets(p.Value.Entry, "native"),
            [.. (p.Value.Entry["dependencies"]?.AsObject() ?? []).Select(d => $"pkg:nuget/{d.Key}@{resolved[d.Key].Version}")]));

        var downloads = assets["project"]!["frameworks"]![framework]!["downloadDependencies"]?.AsArray() ?? [];
        var downloaded = downloads
            .Select(d => (Name: (string)d!["name"]!, Version: ((string)d["version"]!).Trim('[', ']').Split(',')[0]))
            .Where(d => !resolved.ContainsKey(d.Name))
            .Select(d => Find(folders, d.Name, d.Version, null, packs.Any(p => d.Name.StartsWith(p, StringComparison.Ordinal)), []));
        return [.. packages.Concat(downloaded).OrderBy(p => p.Url, StringComparer.Ordinal)];
    }

    private static bool HasAssets(JsonNode entry, string kind) => (entry[kind]?.AsObject() ?? []).Any(a => !a.Key.EndsWith("/_._", StringComparison.Ordinal));

#pragma warning disable CA1308 // the names of the package folder are in small letters
    private static Package Find(List<string> folders, string name, string version, string? contentHash, bool isPartOfProgram, IReadOnlyList<string> dependencies)
    {
        var id = name.ToLowerInvariant();
        var folder = folders.Select(f => Path.Combine(f, id, version.ToLowerInvariant())).FirstOrDefault(Directory.Exists)
            ?? throw new InvalidDataException($"The package {name} {version} is not in {string.Join(", ", folders)}.");
        var metadata = XDocument.Load(Path.Combine(folder, $"{id}.nuspec")).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        var license = Text("license") ?? Text("licenseUrl") ?? throw new InvalidDataException($"The package {name} {version} names no licence.");
        var sha512 = Convert.FromBase64String(File.ReadAllText(Path.Combine(folder, $"{id}.{version.ToLowerInvariant()}.nupkg.sha512")));
        contentHash ??= (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, ".nupkg.metadata")))!["contentHash"];
        return new(name, version, license, Text("authors") ?? name, Convert.ToHexStringLower(sha512), contentHash, isPartOfProgram, dependencies);

        string? Text(string element) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == element)?.Value.Trim();
    }
#pragma warning restore CA1308
}
