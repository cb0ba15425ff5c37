using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sealift.Tls.OpenSsl;

namespace Sealift.Tls.Tests;

/// <summary>Makes a server on libssl do what ours never does, through libssl itself.</summary>
internal static unsafe partial class RogueServer
{
    private const int AlertNone = 0;
    private const int UpdateRequested = 1;

    private static ReadOnlySpan<byte> Unoffered => "smtp"u8;

    /// <summary>Answers every ALPN offer with a name that was not in it.</summary>
    public static void SelectUnofferedProtocol(TlsServer server) =>
        SSL_CTX_set_alpn_select_cb(ContextOf((OpenSslServer)server), &Select, 0);

    /// <summary>Sends no TLS 1.3 session ticket from the next connection on, as ProFTPD does on uploads.</summary>
    public static void SendNoMoreTickets(TlsServer server) =>
        Assert.Equal(1, SSL_CTX_set_num_tickets(ContextOf((OpenSslServer)server), 0));

    /// <summary>Sends with the next write new keys of its own, and the demand for new keys of the client.</summary>
    public static void AskForNewKeys(TlsStream server) => Assert.Equal(1, SSL_key_update(((OpenSslStream)server).Ssl, UpdateRequested));

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_context")]
    private static extern ref SslContextHandle ContextOf(OpenSslServer server);

    [UnmanagedCallersOnly]
    private static int Select(nint ssl, byte** selected, byte* length, byte* offered, uint offeredLength, nint argument)
    {
        // A literal lies in the program's image and does not move.
        *selected = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Unoffered));
        *length = (byte)Unoffered.Length;
        return AlertNone;
    }

    [LibraryImport("libssl.so.3")]
    private static partial void SSL_CTX_set_alpn_select_cb(
        SslContextHandle context, delegate* unmanaged<nint, byte**, byte*, byte*, uint, nint, int> callback, nint argument);

    [LibraryImport("libssl.so.3")]
    private static partial int SSL_CTX_set_num_tickets(SslContextHandle context, nuint count);

    [LibraryImport("libssl.so.3")]
    private static partial int SSL_key_update(SslHandle ssl, int kind);
}
