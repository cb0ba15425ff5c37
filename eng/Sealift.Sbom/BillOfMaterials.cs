using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sealift.Sbom;

/// <summary>A bill of materials in CycloneDX 1.6 (ECMA-424), without a time of day or a number by chance: the same packages give the same text.</summary>
internal static class BillOfMaterials
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static string Write(string name, string version, IReadOnlyList<Package> packages)
    {
        var program = $"pkg:generic/{name}@{version}";
        var document = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = new JsonObject
                {
                    ["type"] = "application",
                    ["bom-ref"] = program,
                    ["name"] = name,
                    ["version"] = version,
                    ["licenses"] = License("MIT"),
                    ["purl"] = program,
                },
            },
            ["components"] = new JsonArray([.. packages.Select(Component), Libssl()]),
            ["dependencies"] = new JsonArray(
            [
                DependsOn(program, [.. packages.Where(p => p.IsPartOfProgram).Select(p => p.Url), LibsslReference]),
                .. packages.Select(p => DependsOn(p.Url, p.Dependencies)),
            ]),
        };
        return document.ToJsonString(Indented) + "\n";
    }

    private const string LibsslReference = "libssl";

    private static JsonObject Component(Package package) => new()
    {
        ["type"] = "library",
        ["bom-ref"] = package.Url,
        ["authors"] = new JsonArray(new JsonObject { ["name"] = package.Authors }),
        ["name"] = package.Name,
        ["version"] = package.Version,
        ["scope"] = package.IsPartOfProgram ? "required" : "excluded", // excluded: it made the program and is not in it
        ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = package.Sha512 }),
        ["licenses"] = License(package.License),
        ["purl"] = package.Url,
        ["properties"] = new JsonArray(new JsonObject { ["name"] = "nuget:contentHash", ["value"] = package.ContentHash }),
    };

    // Neither shipped nor linked: the system's own, and mended by the system's own updates.
    private static JsonObject Libssl() => new()
    {
        ["type"] = "library",
        ["bom-ref"] = LibsslReference,
        ["name"] = "libssl",
        ["scope"] = "optional",
        ["description"] = "OpenSSL 3.0 or later of the system, loaded when the program runs (libssl.so.3); without it .NET's own TLS is used.",
        ["licenses"] = License("Apache-2.0"),
    };

    private static JsonArray License(string license)
    {
        if (Uri.TryCreate(license, UriKind.Absolute, out _)) return [new JsonObject { ["license"] = new JsonObject { ["name"] = "see the address", ["url"] = license } }];
        var isFile = license.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) || license.EndsWith(".md", StringComparison.OrdinalIgnoreCase);
        return isFile ? [new JsonObject { ["license"] = new JsonObject { ["name"] = $"the package's {license}" } }] : [new JsonObject { ["expression"] = license }];
    }

    private static JsonObject DependsOn(string reference, IReadOnlyList<string> others) =>
        new() { ["ref"] = reference, ["dependsOn"] = new JsonArray([.. others.Select(o => (JsonNode)o)]) };
}
