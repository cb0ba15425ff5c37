using Microsoft.Win32.SafeHandles;

namespace Sealift.Tls.OpenSsl;

/// <summary>Owns a reference to an SSL_SESSION.</summary>
internal sealed class SslSessionHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_SESSION_free(handle);
        return true;
    }
}
