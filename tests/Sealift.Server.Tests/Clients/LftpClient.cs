namespace Sealift.Server.Tests.Clients;

internal sealed record LftpClient() : ServedClient("lftp", "lftp", "lftp")
{
    public override IReadOnlyList<string> Lacks => ["abort"];

    protected override (string Program, IReadOnlyList<string> Words, string? Input) Command(
        ClientPlace place, string operation, string[] arguments, string password)
    {
        var scheme = place.Mode == "implicit" ? "ftps" : "ftp";
        var quoted = arguments.Select(argument => $"\"{argument}\"").ToArray();
        var command = operation switch
        {
            "list" => "cls -1 -a",
            "get" => $"get {quoted[0]} -o {quoted[1]}",
            "reget" => $"get -c {quoted[0]} -o {quoted[1]}",
            "put" => $"put {quoted[0]} -o {quoted[1]}",
            "reput" => $"put -c {quoted[0]} -o {quoted[1]}",
            "gettree" => $"mirror {quoted[0]} {quoted[1]}",
            "puttree" => $"mirror -R {quoted[0]} {quoted[1]}",
            "mv" => $"mv {quoted[0]} {quoted[1]}",
            "rm" => $"rm {quoted[0]}",
            _ => throw new ArgumentException(operation, nameof(operation)),
        };
        var script = $"set ssl:ca-file {place.Authority}; set ftp:ssl-force true; set ftp:ssl-protect-data true; set net:max-retries 1; set net:timeout 60; "
            + $"open -u {TestServer.User},\"{password}\" {scheme}://127.0.0.1:{place.Port}; {command}";
        return (Program, ["--norc", "-c", script], null);
    }
}
