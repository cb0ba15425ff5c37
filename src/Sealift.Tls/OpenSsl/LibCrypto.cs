using System.Runtime.InteropServices;

namespace Sealift.Tls.OpenSsl;

/// <summary>The functions of libcrypto 3 that the backend calls, by their own names.</summary>
internal static unsafe partial class LibCrypto
{
    public const string Library = "libcrypto.so.3";

    public const int BioTypeSourceSink = 0x0400;
    public const int BioFlagRead = 0x01;
    public const int BioFlagShouldRetry = 0x08;
    public const int BioAllRetryFlags = 0x0f;
    public const int BioControlEof = 2;
    public const int BioControlFlush = 11;

    public const int CertificateRejected = 28;
    public const int CertificateExpired = 10;
    public const int UnknownIssuer = 20;
    public const int CertificateRevoked = 23;
    public const int InvalidPurpose = 26;

    [LibraryImport(Library)]
    public static partial int BIO_get_new_index();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint BIO_meth_new(int type, string name);

    [LibraryImport(Library)]
    public static partial int BIO_meth_set_read(nint method, delegate* unmanaged[Cdecl]<nint, byte*, int, int> read);

    [LibraryImport(Library)]
    public static partial int BIO_meth_set_write(nint method, delegate* unmanaged[Cdecl]<nint, byte*, int, int> write);

    [LibraryImport(Library)]
    public static partial int BIO_meth_set_ctrl(nint method, delegate* unmanaged[Cdecl]<nint, int, long, nint, long> control);

    [LibraryImport(Library)]
    public static partial nint BIO_new(nint method);

    [LibraryImport(Library)]
    public static partial void BIO_set_data(nint bio, nint data);

    [LibraryImport(Library)]
    public static partial nint BIO_get_data(nint bio);

    [LibraryImport(Library)]
    public static partial void BIO_set_init(nint bio, int isInitialized);

    [LibraryImport(Library)]
    public static partial void BIO_set_flags(nint bio, int flags);

    [LibraryImport(Library)]
    public static partial void BIO_clear_flags(nint bio, int flags);

    [LibraryImport(Library)]
    public static partial void ERR_clear_error();

    [LibraryImport(Library)]
    public static partial ulong ERR_get_error();

    [LibraryImport(Library)]
    public static partial nint ERR_reason_error_string(ulong error);

    [LibraryImport(Library)]
    public static partial nint X509_STORE_CTX_get_ex_data(nint storeContext, int index);

    [LibraryImport(Library)]
    public static partial nint X509_STORE_CTX_get0_cert(nint storeContext);

    [LibraryImport(Library)]
    public static partial nint X509_STORE_CTX_get0_untrusted(nint storeContext);

    [LibraryImport(Library)]
    public static partial void X509_STORE_CTX_set_error(nint storeContext, int error);

    [LibraryImport(Library)]
    public static partial int OPENSSL_sk_num(nint stack);

    [LibraryImport(Library)]
    public static partial nint OPENSSL_sk_value(nint stack, int index);

    [LibraryImport(Library)]
    public static partial int i2d_X509(nint certificate, byte** output);

    [LibraryImport(Library)]
    public static partial nint d2i_X509(nint certificate, byte** input, long length);

    [LibraryImport(Library)]
    public static partial void X509_free(nint certificate);

    [LibraryImport(Library)]
    public static partial nint d2i_AutoPrivateKey(nint key, byte** input, long length);

    [LibraryImport(Library)]
    public static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    public static partial nint OPENSSL_sk_new_null();

    [LibraryImport(Library)]
    public static partial int OPENSSL_sk_push(nint stack, nint item);

    [LibraryImport(Library)]
    public static partial void OPENSSL_sk_free(nint stack);

    [LibraryImport(Library)]
    public static partial nint X509_STORE_new();

    [LibraryImport(Library)]
    public static partial void X509_STORE_free(nint store);

    [LibraryImport(Library)]
    public static partial int X509_STORE_set_default_paths(nint store);

    [LibraryImport(Library)]
    public static partial int X509_STORE_add_cert(nint store, nint certificate);

    [LibraryImport(Library)]
    public static partial nint X509_STORE_CTX_new();

    [LibraryImport(Library)]
    public static partial void X509_STORE_CTX_free(nint context);

    [LibraryImport(Library)]
    public static partial int X509_STORE_CTX_init(nint context, nint store, nint certificate, nint untrusted);

    [LibraryImport(Library)]
    public static partial nint X509_STORE_CTX_get0_param(nint context);

    [LibraryImport(Library)]
    public static partial nint X509_STORE_CTX_get0_chain(nint context);

    [LibraryImport(Library)]
    public static partial void X509_VERIFY_PARAM_set_time(nint rules, long time);

    [LibraryImport(Library)]
    public static partial void X509_VERIFY_PARAM_set_auth_level(nint rules, int level);

    [LibraryImport(Library)]
    public static partial int X509_VERIFY_PARAM_set_purpose(nint rules, int purpose);

    [LibraryImport(Library)]
    public static partial int X509_verify_cert(nint context);
}
