using System.Net;
using System.Net.Sockets;
using Sealift.Cli.Output.Json;
using Sealift.Core;
using Sealift.Server;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Serving;

/// <summary>What a user needs to connect to a server that was just started.</summary>
/// <param name="Directory">What is served.</param>
/// <param name="User">Who may log in; <see langword="null"/> where a file says it.</param>
/// <param name="Users">The file that says who may log in; <see langword="null"/> where it is one user.</param>
/// <param name="Certificate">The server's certificate.</param>
/// <param name="Password">A generated password; <see langword="null"/> if the user gave one, which is not repeated.</param>
internal sealed record ServerCard(string Directory, FtpUser? User, string? Users, TlsCertificate Certificate, string? Password)
{
    /// <summary>Where the server can be looked at; null where it cannot.</summary>
    public Uri? Monitor { get; init; }

    private SpkiPin Pin => SpkiPin.Of(Certificate.Leaf);

    public ServerRecord ToRecord(FtpServer server) => new()
    {
        Directory = Directory,
        Urls = [.. Urls(server).Select(url => url.ToString())],
        User = User?.Name,
        Users = Users,
        Password = Password,
        Pin = Pin.ToString(),
        Monitor = Monitor?.ToString(),
    };

    public void Write(TextWriter output, FtpServer server)
    {
        var urls = Urls(server);
        output.WriteLine($"Serving {TerminalText.Escape(Directory)} ({Words}) until Ctrl-C.");
        foreach (var url in urls) output.WriteLine($"  {(url.Mode == FtpTlsMode.Implicit ? "implicit" : "explicit")}  {url}");
        if (Users is not null) output.WriteLine($"  users     {TerminalText.Escape(Users)}");
        if (Password is not null) output.WriteLine($"  password  {Password}");
        output.WriteLine($"  key       {Pin}");
        if (Monitor is not null) output.WriteLine($"  monitor   {Monitor}");
        output.WriteLine();
        output.WriteLine("Connect with");
        var secret = Password is null ? "" : $"SEALIFT_PASSWORD={Password} ";
        output.WriteLine($"  {secret}sealift ls {urls[0]} --pin {Pin}");
    }

    private string Words => User is null ? "as the file of users says" : User.Rights == FtpRights.All ? "read and write" : "read only";

    /// <summary>The address of each listener as somebody would type it.</summary>
    private List<FtpUrl> Urls(FtpServer server) =>
    [
        .. server.ExplicitEndPoints.Select(point => Url(FtpTlsMode.Explicit, point)),
        .. server.ImplicitEndPoints.Select(point => Url(FtpTlsMode.Implicit, point)),
    ];

    private FtpUrl Url(FtpTlsMode mode, IPEndPoint point)
    {
        var isAny = point.Address.Equals(IPAddress.Any) || point.Address.Equals(IPAddress.IPv6Any);
        var host = isAny && Uri.CheckHostName(Environment.MachineName) == UriHostNameType.Dns
            ? Environment.MachineName
            : isAny ? (point.AddressFamily == AddressFamily.InterNetwork ? "127.0.0.1" : "::1") : point.Address.ToString();
        return new FtpUrl(mode, host, point.Port, User?.Name);
    }
}
