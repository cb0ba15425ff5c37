using System.Diagnostics;

namespace Sealift.Server.Tests.Clients;

/// <summary>basic-ftp from npm, which <c>eng/peers.sh install</c> fetches where there is npm.</summary>
internal sealed record BasicFtpClient() : ServedClient("basic-ftp", "node", "basic-ftp")
{
    private static readonly string Modules = Path.Combine(
        Environment.GetEnvironmentVariable("SEALIFT_PEERS") ?? "/var/cache/sealift-peers", "npm", "node_modules");

    public override string? Missing => Directory.Exists(Path.Combine(Modules, "basic-ftp")) ? null : "basic-ftp is not installed: eng/peers.sh install, with npm";

    public override void Prepare(ProcessStartInfo start) => start.Environment["NODE_PATH"] = Modules;

    protected override (string Program, IReadOnlyList<string> Words, string? Input) Command(
        ClientPlace place, string operation, string[] arguments, string password) =>
        (Program, [Path.Combine(AppContext.BaseDirectory, "Clients", "Scripts", "client.cjs"), place.Mode, place.Port, place.Authority, TestServer.User, password, operation, .. arguments], null);
}
