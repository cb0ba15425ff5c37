using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sealift.Tls.OpenSsl;

/// <summary>
/// The BIO between libssl and a stream's <see cref="SocketPort"/>: libssl's buffers are handed to the socket as they are, so that
/// received bytes are copied by the kernel alone.
/// </summary>
internal static unsafe class SocketBio
{
    // One method table for the process; libssl only reads it.
    private static readonly nint Method = CreateMethod();

    public static nint Create(nint streamHandle)
    {
        var bio = LibCrypto.BIO_new(Method);
        if (bio == 0) throw new InvalidOperationException("libcrypto could not allocate a BIO.");
        LibCrypto.BIO_set_data(bio, streamHandle);
        LibCrypto.BIO_set_init(bio, 1);
        return bio;
    }

    private static nint CreateMethod()
    {
        var method = LibCrypto.BIO_meth_new(LibCrypto.BIO_get_new_index() | LibCrypto.BioTypeSourceSink, "sealift socket");
        _ = LibCrypto.BIO_meth_set_read(method, &Read);
        _ = LibCrypto.BIO_meth_set_write(method, &Write);
        _ = LibCrypto.BIO_meth_set_ctrl(method, &Control);
        return method;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(nint bio, byte* buffer, int length)
    {
        LibCrypto.BIO_clear_flags(bio, LibCrypto.BioAllRetryFlags);
        if (Port(bio) is not { } port) return -1;
        var count = port.Receive(new Span<byte>(buffer, length));
        if (count == SocketPort.WouldBlock)
        {
            LibCrypto.BIO_set_flags(bio, LibCrypto.BioFlagRead | LibCrypto.BioFlagShouldRetry);
            return -1;
        }

        return count;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint bio, byte* buffer, int length)
    {
        LibCrypto.BIO_clear_flags(bio, LibCrypto.BioAllRetryFlags);
        if (Port(bio) is not { IsFlooded: false } port) return -1;
        port.Gather(new ReadOnlySpan<byte>(buffer, length));
        return length;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Control(nint bio, int command, long number, nint pointer) => command switch
    {
        LibCrypto.BioControlFlush => 1,
        LibCrypto.BioControlEof => Port(bio) is { IsAtEnd: true } ? 1 : 0,
        _ => 0,
    };

    private static SocketPort? Port(nint bio)
    {
        var data = LibCrypto.BIO_get_data(bio);
        return data == 0 ? null : (GCHandle.FromIntPtr(data).Target as OpenSslStream)?.Port;
    }
}
