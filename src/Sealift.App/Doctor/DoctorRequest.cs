namespace Sealift.App.Doctor;

/// <summary>What is examined, and how far.</summary>
/// <param name="Address">The server: HOST, HOST:PORT, a URL, or <c>name:</c> of a saved site.</param>
internal sealed record DoctorRequest(string Address)
{
    /// <summary>Whether the user that the address or the site names logs in. Default true; without a user everything is looked at from outside.</summary>
    public bool LogsIn { get; init; } = true;

    /// <summary>Whether small files may be written, which are removed again. Default false.</summary>
    public bool MayWrite { get; init; }

    /// <summary>Whether what later connections can go by is kept. Default true.</summary>
    public bool IsKept { get; init; } = true;
}
