namespace Sealift.Sbom;

/// <summary>A package that a restore has resolved.</summary>
/// <param name="Name">The package's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="License">An SPDX expression, or the name of the licence's file or address where the package has none.</param>
/// <param name="Authors">Who says to have made it.</param>
/// <param name="Sha512">The package file's hash, in hexadecimal digits.</param>
/// <param name="ContentHash">The hash that lock files name: of the package without its signature, in base64.</param>
/// <param name="IsPartOfProgram">Whether some of it is in the program; the others only made it.</param>
/// <param name="Dependencies">The packages that it needs, as they were resolved.</param>
internal sealed record Package(
    string Name, string Version, string License, string Authors, string Sha512, string? ContentHash, bool IsPartOfProgram, IReadOnlyList<string> Dependencies)
{
    /// <summary>The name that bills of materials know a package by.</summary>
    public string Url => $"pkg:nuget/{Name}@{Version}";
}
