using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sealift.Tls.OpenSsl;

/// <summary>Owns an SSL, its BIO, and the handle by which native callbacks find the stream.</summary>
internal sealed class SslHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    private GCHandle _stream;

    /// <summary>
    /// Ties the native object to its stream. The tie is weak: native memory must not keep an abandoned stream alive, and a
    /// callback only ever runs inside a call that the living stream made.
    /// </summary>
    public nint Attach(OpenSslStream stream)
    {
        _stream = GCHandle.Alloc(stream, GCHandleType.Weak);
        return GCHandle.ToIntPtr(_stream);
    }

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_free(handle);
        if (_stream.IsAllocated) _stream.Free();
        return true;
    }
}
