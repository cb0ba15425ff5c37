using System.Net;
using System.Net.Sockets;

namespace Sealift.Client.Dialing;

/// <summary>The way to a server: found once, for the control connection, and taken by all its data connections.</summary>
internal abstract class Route
{
    /// <summary>The server, for people.</summary>
    public abstract string Server { get; }

    /// <summary>Whether the server may be reached over IPv4. A proxy does not tell.</summary>
    public abstract bool MayBeIPv4 { get; }

    /// <summary>
    /// Whether TCP runs from end to end. tinyproxy and microsocks close both sides when one has ended its sending, and an upload's
    /// tail is lost with what the server had still to say (measured: 426 from vsftpd).
    /// </summary>
    public abstract bool IsDirect { get; }

    /// <summary>Whether this is the server's address, as far as is known here.</summary>
    public abstract bool IsServer(IPAddress address);

    /// <summary>Connects to a port of the server.</summary>
    /// <param name="port">The port.</param>
    /// <param name="name">The port in words, as the beginning of a sentence.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FtpConnectionException">It is not reached.</exception>
    public abstract ValueTask<Socket> ConnectAsync(
        int port, string name, FtpClientOptions options, CancellationToken cancellationToken);
}
