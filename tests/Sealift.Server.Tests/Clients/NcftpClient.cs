namespace Sealift.Server.Tests.Clients;

/// <summary>A client from before TLS.</summary>
internal sealed record NcftpClient() : ServedClient("ncftp", "ncftpls", "ncftp")
{
    public override IReadOnlyList<string> Modes => ["clear"];

    // 3.2.6 says REST before STOR and then sends the file from its beginning.
    public override IReadOnlyList<string> Lacks => ["abort", "reput", "gettree"];

    public override string Needs => "RequireTls = false: it has no TLS";

    protected override (string Program, IReadOnlyList<string> Words, string? Input) Command(
        ClientPlace place, string operation, string[] arguments, string password)
    {
        string[] login = ["-u", TestServer.User, "-p", password, "-P", place.Port];
        return operation switch
        {
            "list" => ("ncftpls", [.. login, "-1", "ftp://127.0.0.1/"], null),
            "get" => ("ncftpget", [.. login, "-V", "-Z", "-C", "127.0.0.1", arguments[0], arguments[1]], null),
            "put" => ("ncftpput", [.. login, "-V", "-Z", "-C", "127.0.0.1", arguments[0], arguments[1]], null),
            "reget" => ("ncftpget", [.. login, "-V", "-z", "-C", "127.0.0.1", arguments[0], arguments[1]], null),
            "reput" => ("ncftpput", [.. login, "-V", "-z", "-C", "127.0.0.1", arguments[0], arguments[1]], null),
            "mv" => ("ncftp", login.Append("127.0.0.1").ToArray(), $"rename \"{arguments[0]}\" \"{arguments[1]}\"\nquit\n"),
            "rm" => ("ncftp", login.Append("127.0.0.1").ToArray(), $"rm \"{arguments[0]}\"\nquit\n"),
            _ => throw new ArgumentException(operation, nameof(operation)),
        };
    }
}
