using System.Net;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.Tls;

namespace Sealift.Bench;

/// <summary>This project's server in a process of its own, for more sessions from one address than the command allows by default.</summary>
internal static class ManySessions
{
    public const string Name = "many-sessions";

    /// <summary>Serves until its input ends. Prints the port.</summary>
    public static async Task ServeAsync(string home, string user, string certificate, string key)
    {
        using var identity = TlsCertificate.Load(certificate, key);
        await using var server = new FtpServer(new FtpServerOptions
        {
            Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Certificate = identity,
            Users = [new FtpUser { Name = user, PasswordHash = FtpPassword.Hash(Environment.GetEnvironmentVariable("SEALIFT_PASSWORD")!), Store = new LocalFileStore(home) }],
            Limits = new FtpServerLimits { MaxSessions = 5000, MaxSessionsPerAddress = 5000 },
        });
        await server.StartAsync();
        Console.WriteLine(server.ExplicitEndPoints[0].Port);
        await Console.In.ReadToEndAsync();
    }
}
