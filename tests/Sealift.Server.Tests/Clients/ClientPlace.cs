using System.Globalization;

namespace Sealift.Server.Tests.Clients;

/// <summary>Where and how a client works.</summary>
/// <param name="Server">The server.</param>
/// <param name="Mode">explicit, implicit or clear.</param>
/// <param name="Local">The client's own directory.</param>
internal sealed record ClientPlace(TestServer Server, string Mode, string Local)
{
    public string Port => (Mode == "implicit" ? Server.Implicit : Server.Explicit).Port.ToString(CultureInfo.InvariantCulture);

    public string Authority => Server.Certificates.AuthorityFile;

    /// <summary>The longest one operation may take: a guard against hanging, generous because the machine may be busy.</summary>
    public TimeSpan Bound { get; init; } = TimeSpan.FromMinutes(4);
}
