using System.Security.Cryptography.X509Certificates;

namespace Sealift.Tls.OpenSsl;

/// <summary>
/// Builds and verifies a server's chain with libcrypto. It answers only "valid": whatever it does not accept, X509Chain judges and
/// explains. X509Chain alone would do, but it reads all of the system's roots first, even when given others: 45 ms of CPU
/// in a command that needs 10 ms for everything else.
/// </summary>
internal static unsafe class NativeChain
{
    // x509v3.h and ssl.h: the purpose of a TLS server, and the security level that libssl itself uses by default.
    private const int PurposeTlsServer = 2;
    private const int SecurityLevel = 2;

    /// <summary>
    /// The chain, leaf first and root last, if it is valid for a TLS server at this time; null if not, or if libcrypto is absent. The
    /// caller disposes of the certificates.
    /// </summary>
    public static IReadOnlyList<X509Certificate2>? Find(
        X509Certificate2 leaf, IReadOnlyList<X509Certificate2> intermediates, X509Certificate2Collection? roots, DateTimeOffset now)
    {
        if (!LibSsl.IsAvailable) return null;
        var owned = new List<nint>();
        var store = LibCrypto.X509_STORE_new();
        var context = LibCrypto.X509_STORE_CTX_new();
        var untrusted = LibCrypto.OPENSSL_sk_new_null();
        try
        {
            if (store == 0 || context == 0 || untrusted == 0) return null;
            if (roots is null) _ = LibCrypto.X509_STORE_set_default_paths(store);
            else foreach (var root in roots) _ = LibCrypto.X509_STORE_add_cert(store, Own(root, owned));
            foreach (var intermediate in intermediates) _ = LibCrypto.OPENSSL_sk_push(untrusted, Own(intermediate, owned));
            if (LibCrypto.X509_STORE_CTX_init(context, store, Own(leaf, owned), untrusted) != 1) return null;

            var rules = LibCrypto.X509_STORE_CTX_get0_param(context);
            LibCrypto.X509_VERIFY_PARAM_set_time(rules, now.ToUnixTimeSeconds());
            LibCrypto.X509_VERIFY_PARAM_set_auth_level(rules, SecurityLevel);
            if (LibCrypto.X509_VERIFY_PARAM_set_purpose(rules, PurposeTlsServer) != 1) return null;
            return LibCrypto.X509_verify_cert(context) == 1 ? Import(context) : null;
        }
        finally
        {
            LibCrypto.X509_STORE_CTX_free(context);
            LibCrypto.X509_STORE_free(store);
            LibCrypto.OPENSSL_sk_free(untrusted);
            foreach (var certificate in owned) LibCrypto.X509_free(certificate);
            LibCrypto.ERR_clear_error();
        }
    }

    private static List<X509Certificate2> Import(nint context)
    {
        var stack = LibCrypto.X509_STORE_CTX_get0_chain(context);
        var count = LibCrypto.OPENSSL_sk_num(stack);
        var chain = new List<X509Certificate2>();
        for (var i = 0; i < count; i++) chain.Add(OpenSslContext.Import(LibCrypto.OPENSSL_sk_value(stack, i)));
        return chain;
    }

    private static nint Own(X509Certificate2 certificate, List<nint> owned)
    {
        var native = OpenSslContext.ToNative(certificate);
        owned.Add(native);
        return native;
    }
}
