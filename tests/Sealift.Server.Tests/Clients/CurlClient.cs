namespace Sealift.Server.Tests.Clients;

internal sealed record CurlClient() : ServedClient("curl", "curl", "curl")
{
    public override IReadOnlyList<string> Lacks => ["gettree"];

    // 23: it could not write, and so gave up in the middle.
    protected override bool AcceptsExit(string operation, int exitCode) => operation == "abort" && exitCode == 23;

    protected override (string Program, IReadOnlyList<string> Words, string? Input) Command(
        ClientPlace place, string operation, string[] arguments, string password)
    {
        string Url(string name) => $"{(place.Mode == "implicit" ? "ftps" : "ftp")}://127.0.0.1:{place.Port}/{Uri.EscapeDataString(name)}";
        IReadOnlyList<string> words = operation switch
        {
            "list" => ["-l", Url("")],
            "get" => ["-o", arguments[1], Url(arguments[0])],
            "reget" => ["-C", "-", "-o", arguments[1], Url(arguments[0])],
            "put" => ["-T", arguments[0], Url(arguments[1])],
            "reput" => ["-C", "-", "-T", arguments[0], Url(arguments[1])],
            "mv" => ["-l", "-o", "/dev/null", "-Q", "RNFR " + arguments[0], "-Q", "RNTO " + arguments[1], Url("")],
            "rm" => ["-l", "-o", "/dev/null", "-Q", "DELE " + arguments[0], Url("")],
            "abort" => ["-o", "/dev/full", Url(arguments[0])],
            _ => throw new ArgumentException(operation, nameof(operation)),
        };
        return (Program, ["-sS", "--ssl-reqd", "--cacert", place.Authority, "-u", $"{TestServer.User}:{password}", .. words], null);
    }
}
