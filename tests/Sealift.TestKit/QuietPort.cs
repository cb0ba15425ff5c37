using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Sealift.TestKit;

/// <summary>
/// A port for a program that is told where to listen. It lies below those that the system gives to whoever asks for any port or connects from one: one of
/// those may be somebody else's before the program has come to take it.
/// </summary>
public static class QuietPort
{
    // The servers of eng/peers.sh are on those above.
    private const int First = 3_000;
    private const int End = 10_000;

    /// <summary>Finds a port where nobody listens.</summary>
    /// <param name="address">The address; 127.0.0.1 by default.</param>
    public static int Find(IPAddress? address = null)
    {
        while (true)
        {
            int port = RandomNumberGenerator.GetInt32(First, End);
            try
            {
                using TcpListener listener = new(address ?? IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                continue; // there are more
            }
        }
    }
}
