using System.Text.Json.Nodes;

namespace Sealift.AotCheck;

/// <summary>What stands beside the published program tells every package that the lock file names.</summary>
public sealed class BillOfMaterialsTests(NativeBinary binary)
{
    [Fact]
    public void It_names_every_package_of_the_lock_file_with_its_version_licence_and_hash()
    {
        Assert.SkipWhen(binary.Missing is not null, binary.Missing ?? "");
        var document = JsonNode.Parse(File.ReadAllText(binary.FilePath + ".cdx.json"))!;
        var components = document["components"]!.AsArray().ToDictionary(c => (string)c!["bom-ref"]!, c => c!);

        var locked = Locked().ToList();

        Assert.Equal("1.6", (string?)document["specVersion"]);
        Assert.Contains(locked, p => p.Name == "Tomlyn"); // a package of a package
        foreach (var (name, version, contentHash) in locked)
        {
            var component = components[$"pkg:nuget/{name}@{version}"];
            Assert.NotEmpty((string?)component["licenses"]![0]!["expression"] ?? "");
            Assert.Equal(128, ((string)component["hashes"]![0]!["content"]!).Length);
            Assert.Equal(contentHash, (string?)component["properties"]![0]!["value"]);
        }
    }

    [Fact]
    public void It_tells_what_is_in_the_program_from_what_made_it()
    {
        Assert.SkipWhen(binary.Missing is not null, binary.Missing ?? "");
        var components = JsonNode.Parse(File.ReadAllText(binary.FilePath + ".cdx.json"))!["components"]!.AsArray();

        var scopes = components.ToDictionary(c => (string)c!["name"]!, c => (string?)c!["scope"]);

        Assert.Equal("required", scopes["SQLitePCLRaw.lib.e_sqlite3"]);
        Assert.Equal("required", scopes["Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64"]);
        Assert.Equal("excluded", scopes["Microsoft.DotNet.ILCompiler"]);
        Assert.Equal("optional", scopes["libssl"]);
    }

    private static IEnumerable<(string Name, string Version, string ContentHash)> Locked()
    {
        var lockFile = Path.Combine(Repository.Root, "src", "Sealift.Cli", "packages.lock.json");
        return JsonNode.Parse(File.ReadAllText(lockFile))!["dependencies"]!.AsObject()
            .SelectMany(framework => framework.Value!.AsObject())
            .Where(p => (string?)p.Value!["type"] != "Project")
            .Select(p => (p.Key, (string)p.Value!["resolved"]!, (string)p.Value["contentHash"]!))
            .Distinct();
    }
}
