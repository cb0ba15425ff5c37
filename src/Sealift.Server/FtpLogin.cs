using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Sealift.Server;

/// <summary>Somebody who wants to log in, for a delegate that decides (<see cref="FtpServerOptions.LogIn"/>).</summary>
public sealed class FtpLogin
{
    internal FtpLogin(string name, FtpSecret password, IPEndPoint peer, string? host, X509Certificate2? certificate)
    {
        Name = name;
        Password = password;
        Peer = peer;
        Host = host;
        Certificate = certificate;
    }

    /// <summary>The name of USER: any text up to <see cref="FtpServerLimits.MaxCommandBytes"/> without control characters.</summary>
    public string Name { get; }

    /// <summary>The password of PASS.</summary>
    public FtpSecret Password { get; }

    /// <summary>Where the client is.</summary>
    public IPEndPoint Peer { get; }

    /// <summary>The virtual host that the client named; null for the server itself.</summary>
    public string? Host { get; }

    /// <summary>The client's certificate, which is valid under <see cref="FtpServerOptions.ClientRoots"/>; null where it has none. Not to be disposed.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
