namespace Sealift.Server.Tests.Clients;

internal sealed record RcloneClient() : ServedClient("rclone", "rclone", "rclone")
{
    public override IReadOnlyList<string> Lacks => ["reget", "reput", "abort"];

    // Its data connections resume whatever session its cache has at the moment, and none by IP address.
    public override string Needs => "RequireSessionResumption = false";

    protected override (string Program, IReadOnlyList<string> Words, string? Input) Command(
        ClientPlace place, string operation, string[] arguments, string password)
    {
        var remote = $":ftp,host=127.0.0.1,port={place.Port},user={TestServer.User},{(place.Mode == "implicit" ? "tls" : "explicit_tls")}=true,no_check_certificate=true,"
            + $"pass={password}:";
        IReadOnlyList<string> words = operation switch
        {
            "list" => ["lsf", remote],
            "get" => ["copyto", remote + arguments[0], arguments[1]],
            "put" => ["copyto", arguments[0], remote + arguments[1]],
            "gettree" => ["copy", remote + arguments[0], arguments[1]],
            "puttree" => ["copy", arguments[0], remote + arguments[1]],
            "mv" => ["moveto", remote + arguments[0], remote + arguments[1]],
            "rm" => ["deletefile", remote + arguments[0]],
            _ => throw new ArgumentException(operation, nameof(operation)),
        };
        return (Program, ["--config", "", "--retries", "1", "--low-level-retries", "1", .. words], null);
    }

    protected override async ValueTask<string> PasswordAsync() =>
        (await PeerProcess.RunAsync("rclone", TimeSpan.FromMinutes(1), null, ["obscure", TestServer.Password])).Output.Trim();
}
