namespace Sealift.Fuzz.Tests;

/// <summary>The counting copy of the program, made once for all tests of a class.</summary>
public sealed class CountedFixture : IDisposable
{
    internal CountedProgram Program { get; } = new();

    public void Dispose() => Program.Dispose();
}
