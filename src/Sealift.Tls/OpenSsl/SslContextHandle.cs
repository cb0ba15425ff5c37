using Microsoft.Win32.SafeHandles;

namespace Sealift.Tls.OpenSsl;

/// <summary>Owns an SSL_CTX.</summary>
internal sealed class SslContextHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        return true;
    }
}
