using System.Runtime.InteropServices;

namespace Sealift.Tls.OpenSsl;

/// <summary>The functions of libssl 3 that the backend calls, by their own names.</summary>
internal static unsafe partial class LibSsl
{
    public const int CtrlSetReadAhead = 41;
    public const int CtrlMode = 33;
    public const int ModeReleaseBuffers = 0x10;
    public const int CtrlSetSessionCacheMode = 44;
    public const int CtrlSetServerNameCallback = 53;
    public const int CtrlSetHostName = 55;
    public const int CtrlChainCertificate = 89;
    public const int CtrlSetGroupsList = 92;
    public const int CtrlSetMinVersion = 123;
    public const int CtrlSetMaxVersion = 124;
    public const int CtrlGetNegotiatedGroup = 134;
    public const int CtrlSetRetryVerify = 136;

    public const ulong OptionCipherServerPreference = 1UL << 22;
    public const ulong OptionNoRenegotiation = 1UL << 30;

    public const int SessionCacheClientOnlyCallback = 0x0001 | 0x0200;
    public const int SessionCacheServerOnlyCallback = 0x0002 | 0x0100 | 0x0200;

    public const int VerifyNone = 0;
    public const int VerifyPeer = 1;
    public const int VerifyFailIfNoPeerCertificate = 2;

    public const int ErrorWantRead = 2;
    public const int ErrorZeroReturn = 6;
    public const int ErrorWantRetryVerify = 12;

    public const int ReceivedShutdown = 2;

    public const int ServerNameOk = 0;
    public const int ServerNameFatal = 2;

    public const int AlpnOk = 0;
    public const int AlpnFatal = 2;
    public const int AlpnNoAck = 3;

    public const int TicketSuccess = 5;
    public const int TicketSuccessRenew = 6;
    public const int TicketIgnoreRenew = 2;
    public const int TicketUse = 3;
    public const int TicketUseRenew = 4;

    private const string Library = "libssl.so.3";

    /// <summary>Whether libssl 3 and its libcrypto can be loaded here. 64-bit only: C's long is declared so.</summary>
    public static bool IsAvailable { get; } =
        nint.Size == 8 && NativeLibrary.TryLoad(Library, out _) && NativeLibrary.TryLoad(LibCrypto.Library, out _);

    [LibraryImport(Library)]
    public static partial nint TLS_client_method();

    [LibraryImport(Library)]
    public static partial nint TLS_server_method();

    [LibraryImport(Library)]
    public static partial SslContextHandle SSL_CTX_new(nint method);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_free(nint context);

    [LibraryImport(Library)]
    public static partial long SSL_CTX_ctrl(SslContextHandle context, int command, long number, nint pointer);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, EntryPoint = "SSL_CTX_ctrl")]
    public static partial long SSL_CTX_ctrl_text(SslContextHandle context, int command, long number, string text);

    [LibraryImport(Library)]
    public static partial ulong SSL_CTX_set_options(SslContextHandle context, ulong options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_set_ciphersuites(SslContextHandle context, string suites);

    [LibraryImport(Library)]
    public static partial int SSL_set_num_tickets(SslHandle ssl, nuint count);

    [LibraryImport(Library)]
    public static partial int SSL_new_session_ticket(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial long SSL_CTX_set_timeout(SslContextHandle context, long seconds);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_sess_set_new_cb(
        SslContextHandle context, delegate* unmanaged[Cdecl]<nint, nint, int> callback);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_sess_set_get_cb(
        SslContextHandle context, delegate* unmanaged[Cdecl]<nint, byte*, int, int*, nint> callback);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_set_verify(SslContextHandle context, int mode, nint callback);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_set_cert_verify_callback(
        SslContextHandle context, delegate* unmanaged[Cdecl]<nint, nint, int> callback, nint argument);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_set_alpn_protos(SslContextHandle context, ReadOnlySpan<byte> protocols, uint length);

    [LibraryImport(Library)]
    public static partial void SSL_CTX_set_alpn_select_cb(
        SslContextHandle context,
        delegate* unmanaged[Cdecl]<nint, byte**, byte*, byte*, uint, nint, int> callback,
        nint argument);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_set_session_ticket_cb(
        SslContextHandle context,
        delegate* unmanaged[Cdecl]<nint, nint, int> generate,
        delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, int, nint, int> decrypt,
        nint argument);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_use_certificate(SslContextHandle context, nint certificate);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_use_PrivateKey(SslContextHandle context, nint key);

    [LibraryImport(Library)]
    public static partial int SSL_CTX_check_private_key(SslContextHandle context);

    [LibraryImport(Library)]
    public static partial SslHandle SSL_new(SslContextHandle context);

    [LibraryImport(Library)]
    public static partial void SSL_free(nint ssl);

    [LibraryImport(Library)]
    public static partial void SSL_set_connect_state(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial void SSL_set_accept_state(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial void SSL_set_bio(SslHandle ssl, nint readBio, nint writeBio);

    [LibraryImport(Library)]
    public static partial long SSL_ctrl(SslHandle ssl, int command, long number, nint pointer);

    [LibraryImport(Library, EntryPoint = "SSL_ctrl")]
    public static partial long SSL_ctrl_raw(nint ssl, int command, long number, nint pointer);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, EntryPoint = "SSL_ctrl")]
    public static partial long SSL_ctrl_text(SslHandle ssl, int command, long number, string text);

    [LibraryImport(Library)]
    public static partial void SSL_set_default_read_buffer_len(SslHandle ssl, nuint length);

    [LibraryImport(Library)]
    public static partial int SSL_set_ex_data(SslHandle ssl, int index, nint data);

    [LibraryImport(Library)]
    public static partial nint SSL_get_ex_data(nint ssl, int index);

    [LibraryImport(Library)]
    public static partial int SSL_get_ex_data_X509_STORE_CTX_idx();

    [LibraryImport(Library)]
    public static partial void SSL_set_msg_callback(
        SslHandle ssl, delegate* unmanaged[Cdecl]<int, int, int, byte*, nuint, nint, nint, void> callback);

    [LibraryImport(Library)]
    public static partial int SSL_set_session_id_context(SslHandle ssl, ReadOnlySpan<byte> id, uint length);

    [LibraryImport(Library)]
    public static partial int SSL_do_handshake(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial int SSL_renegotiate(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial ulong SSL_clear_options(SslHandle ssl, ulong options);

    [LibraryImport(Library)]
    public static partial int SSL_peek(SslHandle ssl, byte* buffer, int length);

    [LibraryImport(Library)]
    public static partial int SSL_read(SslHandle ssl, byte* buffer, int length);

    [LibraryImport(Library)]
    public static partial int SSL_write(SslHandle ssl, byte* buffer, int length);

    [LibraryImport(Library)]
    public static partial int SSL_shutdown(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial int SSL_get_shutdown(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial int SSL_get_error(SslHandle ssl, int result);

    [LibraryImport(Library)]
    public static partial int SSL_version(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial nint SSL_get_current_cipher(SslHandle ssl);

    [LibraryImport(Library)]
    public static partial nint SSL_CIPHER_standard_name(nint cipher);

    [LibraryImport(Library)]
    public static partial nint SSL_group_to_name(SslHandle ssl, int group);

    [LibraryImport(Library)]
    public static partial void SSL_get0_alpn_selected(SslHandle ssl, byte** data, uint* length);

    [LibraryImport(Library)]
    public static partial nint SSL_get_servername(SslHandle ssl, int type);

    [LibraryImport(Library, EntryPoint = "SSL_get_servername")]
    public static partial nint SSL_get_servername_raw(nint ssl, int type);

    [LibraryImport(Library)]
    public static partial nint SSL_set_SSL_CTX(nint ssl, SslContextHandle context);

    [LibraryImport(Library)]
    public static partial long SSL_CTX_callback_ctrl(
        SslContextHandle context, int command, delegate* unmanaged[Cdecl]<nint, int*, nint, int> callback);

    [LibraryImport(Library)]
    public static partial int SSL_session_reused(SslHandle ssl);

    [LibraryImport(Library, EntryPoint = "SSL_session_reused")]
    public static partial int SSL_session_reused_raw(nint ssl);

    [LibraryImport(Library)]
    public static partial int SSL_set_session(SslHandle ssl, SslSessionHandle session);

    [LibraryImport(Library)]
    public static partial nint SSL_get_session(nint ssl);

    [LibraryImport(Library)]
    public static partial SslSessionHandle SSL_SESSION_dup(nint session);

    [LibraryImport(Library, EntryPoint = "SSL_SESSION_dup")]
    public static partial SslSessionHandle SSL_SESSION_dup_handle(SslSessionHandle session);

    [LibraryImport(Library, EntryPoint = "SSL_SESSION_dup")]
    public static partial nint SSL_SESSION_dup_raw(SslSessionHandle session);

    [LibraryImport(Library)]
    public static partial byte* SSL_SESSION_get_id(SslSessionHandle session, uint* length);

    [LibraryImport(Library)]
    public static partial int SSL_SESSION_get_protocol_version(nint session);

    [LibraryImport(Library)]
    public static partial void SSL_SESSION_free(nint session);

    [LibraryImport(Library)]
    public static partial int SSL_SESSION_is_resumable(SslSessionHandle session);

    [LibraryImport(Library)]
    public static partial int SSL_SESSION_set1_ticket_appdata(nint session, byte* data, nuint length);

    [LibraryImport(Library)]
    public static partial int SSL_SESSION_get0_ticket_appdata(nint session, byte** data, nuint* length);
}
