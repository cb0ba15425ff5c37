namespace Sealift.Server.Tests.Clients;

/// <summary>A library with a script around it, which takes one operation.</summary>
internal sealed record ScriptClient(string Name, string Program, string Package, string Script) : ServedClient(Name, Program, Package)
{
    public IReadOnlyList<string> OwnModes { get; init; } = ["explicit", "implicit"];

    public IReadOnlyList<string> OwnLacks { get; init; } = [];

    public string? OwnNeeds { get; init; }

    public override string? Needs => OwnNeeds;

    public override IReadOnlyList<string> Modes => OwnModes;

    // None of these libraries has a command for a tree.
    public override IReadOnlyList<string> Lacks => [.. OwnLacks, "gettree"];

    protected override (string Program, IReadOnlyList<string> Words, string? Input) Command(
        ClientPlace place, string operation, string[] arguments, string password) =>
        (Program, [Path.Combine(AppContext.BaseDirectory, "Clients", "Scripts", Script), place.Mode, place.Port, place.Authority, TestServer.User, password, operation, .. arguments], null);
}
