using Sealift.Sbom;

if (args is not [var assets, var runtime, var kind, var name, var version, var output])
{
    Console.Error.WriteLine(
        """
        Usage: Sealift.Sbom ASSETS RUNTIME KIND NAME VERSION OUTPUT
        ASSETS is the project.assets.json of a restored project, RUNTIME like linux-x64, KIND native, self-contained or shared: where .NET is.
        """);
    return 2;
}

var packages = RestoredPackages.Read(assets, runtime, kind);
File.WriteAllText(output, BillOfMaterials.Write(name, version, packages));
Console.WriteLine($"{output}: {packages.Count} packages");
return 0;
