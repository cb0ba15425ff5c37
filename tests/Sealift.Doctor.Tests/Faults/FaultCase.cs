namespace Sealift.Doctor.Tests.Faults;

/// <summary>Something that is wrong with a server on purpose, and what the doctor must say of it.</summary>
/// <param name="Server">The instance of <c>eng/peers.sh</c>.</param>
/// <param name="Wrong">What is set wrongly, as a row of the table.</param>
/// <param name="Check">The check that finds it.</param>
/// <param name="Title">The title of the fault.</param>
internal sealed record FaultCase(string Server, string Wrong, string Check, string Title)
{
    /// <summary>Whether the server is so by itself, and nobody has set it up wrongly: it stands in a table of its own.</summary>
    public bool IsNatural { get; init; }
}
