using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sealift.Tls.Trust;

namespace Sealift.Tls.OpenSsl;

/// <summary>The functions libssl calls back. Each finds its stream, never throws, and leaves the thinking to it.</summary>
internal static unsafe class OpenSslCallbacks
{
    // SSL_get_app_data is ex_data 0 by definition (ssl.h).
    public const int AppData = 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int NewSession(nint ssl, nint session)
    {
        (Stream(ssl)?.Session as OpenSslSession)?.Keep(session);
        return 0; // libssl keeps its reference: Keep made a copy
    }

    /// <summary>
    /// On a server: a session with an id, for clients that take no tickets under TLS 1.2 (curl is one). Only that of the control
    /// connection is kept: a data connection that made its own has proven nothing.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int KeepServerSession(nint ssl, nint session)
    {
        var isTls12 = LibSsl.SSL_SESSION_get_protocol_version(session) == (int)TlsVersion.Tls12;
        if (isTls12 && Stream(ssl) is { IsDataConnection: false } stream) ((OpenSslSession)stream.Session).Keep(session);
        return 0;
    }

    /// <summary>On a server: a data connection finds the session of its own control connection by the id, and no other.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static nint FindServerSession(nint ssl, byte* id, int length, int* isCopied)
    {
        *isCopied = 0; // libssl owns what it gets
        return Stream(ssl) is { IsDataConnection: true } stream
            ? ((OpenSslSession)stream.Session).Find(new ReadOnlySpan<byte>(id, length))
            : 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int VerifyPeer(nint storeContext, nint argument)
    {
        var ssl = LibCrypto.X509_STORE_CTX_get_ex_data(storeContext, LibSsl.SSL_get_ex_data_X509_STORE_CTX_idx());
        if (Stream(ssl) is not { } stream) return Reject(storeContext, stream: null);
        switch (stream.PeerVerdict)
        {
            case PeerVerdict.Accepted:
                return 1;
            case PeerVerdict.Refused:
                return Reject(storeContext, stream);
            case PeerVerdict.Undecided:
            default:
                break;
        }

        try
        {
            var presented = LibCrypto.X509_STORE_CTX_get0_cert(storeContext);
            if (stream.AcceptAsKnown(presented)) return 1;
            var leaf = OpenSslContext.Import(presented);
            var others = LibCrypto.X509_STORE_CTX_get0_untrusted(storeContext);
            var count = others == 0 ? 0 : LibCrypto.OPENSSL_sk_num(others);
            var intermediates = new List<System.Security.Cryptography.X509Certificates.X509Certificate2>();
            for (var i = 0; i < count; i++)
            {
                var certificate = OpenSslContext.Import(LibCrypto.OPENSSL_sk_value(others, i));
                if (!certificate.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span)) intermediates.Add(certificate);
            }

            if (!stream.JudgePeer(leaf, intermediates)) return Reject(storeContext, stream);
        }
        catch (Exception e)
        {
            stream.Fault(e);
            return Reject(storeContext, stream);
        }

        // Not decided yet: libssl suspends the handshake, the stream awaits the decision and comes back (SSL_set_retry_verify).
        LibCrypto.ERR_clear_error(); // what managed code left in this thread's queue would be taken for the handshake's
        if (stream.PeerVerdict == PeerVerdict.Undecided) LibSsl.SSL_ctrl_raw(ssl, LibSsl.CtrlSetRetryVerify, 0, 0);
        return 1;
    }

    /// <summary>RFC 7301 section 3.2: the server's preference decides; nothing in common is fatal.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int SelectApplicationProtocol(
        nint ssl, byte** selected, byte* selectedLength, byte* offered, uint offeredLength, nint argument)
    {
        if (Stream(ssl) is not { } stream || stream.ApplicationProtocols.Length == 0) return LibSsl.AlpnNoAck;
        var spoken = stream.ApplicationProtocols;
        for (var i = 0; i < spoken.Length; i += spoken[i] + 1)
        {
            var name = spoken.AsSpan(i + 1, spoken[i]);
            for (var j = 0; j < offeredLength; j += offered[j] + 1)
            {
                if (j + 1 + offered[j] > offeredLength) return LibSsl.AlpnFatal;
                if (!name.SequenceEqual(new ReadOnlySpan<byte>(offered + j + 1, offered[j]))) continue;
                *selected = offered + j + 1; // libssl copies it before the ClientHello goes away
                *selectedLength = offered[j];
                return LibSsl.AlpnOk;
            }
        }

        return LibSsl.AlpnFatal;
    }

    /// <summary>RFC 6066 section 3: the name in the ClientHello chooses the certificate. A name of nobody here gets the usual one.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int SelectHost(nint ssl, int* alert, nint argument)
    {
        if (Stream(ssl) is not { } stream) return LibSsl.ServerNameOk;
        try
        {
            var name = Marshal.PtrToStringUTF8(LibSsl.SSL_get_servername_raw(ssl, 0));
            if (name is not null && stream.ContextOf?.Invoke(name) is { } context) _ = LibSsl.SSL_set_SSL_CTX(ssl, context);
            return LibSsl.ServerNameOk;
        }
        catch (ObjectDisposedException e)
        {
            // The server was disposed of while this handshake was under way; an exception here would end the process.
            stream.Fault(e);
            return LibSsl.ServerNameFatal;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int BindTicket(nint ssl, nint argument)
    {
        if (Stream(ssl) is not { } stream) return 0;

        // A data connection that did not resume has proven nothing, so its ticket must prove nothing either.
        var isProven = !stream.IsDataConnection || LibSsl.SSL_session_reused_raw(ssl) == 1;
        var id = isProven ? ((OpenSslSession)stream.Session).BindingId : [0];
        fixed (byte* data = id)
        {
            return LibSsl.SSL_SESSION_set1_ticket_appdata(LibSsl.SSL_get_session(ssl), data, (nuint)id.Length);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int JudgeTicket(
        nint ssl, nint session, byte* keyName, nuint keyNameLength, int status, nint argument)
    {
        if (status is not (LibSsl.TicketSuccess or LibSsl.TicketSuccessRenew)) return LibSsl.TicketIgnoreRenew;
        if (Stream(ssl) is not { } stream) return LibSsl.TicketIgnoreRenew;
        byte* data;
        nuint length;
        var found = LibSsl.SSL_SESSION_get0_ticket_appdata(session, &data, &length) == 1;
        var id = found ? new ReadOnlySpan<byte>(data, (int)length) : default;
        if (!id.SequenceEqual(((OpenSslSession)stream.Session).BindingId))
        {
            stream.Info.OfferedForeignSession = true;
            return LibSsl.TicketIgnoreRenew;
        }

        return status == LibSsl.TicketSuccess ? LibSsl.TicketUse : LibSsl.TicketUseRenew;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Message(int isSent, int version, int contentType, byte* data, nuint length, nint ssl, nint argument)
    {
        const int Alert = 21;
        const int Handshake = 22;

        if (Stream(ssl) is not { } stream) return;
        try
        {
            var bytes = new ReadOnlySpan<byte>(data, (int)length);
            stream.PeerSpeaksTls |= isSent == 0 && contentType == Handshake;
            if (contentType == Alert && length >= 2) stream.Observe(HandshakeMessageParser.ParseAlert(isSent != 0, data[0], data[1]));
            else if (contentType == Handshake && stream.WantsMessage(bytes)) stream.Observe(HandshakeMessageParser.Parse(isSent != 0, bytes));
        }
        catch (Exception e)
        {
            stream.Fault(e); // the observer's own exception
        }
    }

    private static OpenSslStream? Stream(nint ssl)
    {
        var data = ssl == 0 ? 0 : LibSsl.SSL_get_ex_data(ssl, AppData);
        return data == 0 ? null : GCHandle.FromIntPtr(data).Target as OpenSslStream;
    }

    // What libssl finds here becomes the alert (ssl_x509err2alert): certificate_expired, unknown_ca and so on, RFC 8446 section 6.2.
    private static int Reject(nint storeContext, OpenSslStream? stream)
    {
        LibCrypto.X509_STORE_CTX_set_error(storeContext, stream?.HandshakeFailure?.Fault switch
        {
            CertificateFault.Expired => LibCrypto.CertificateExpired,
            CertificateFault.UnknownAuthority => LibCrypto.UnknownIssuer,
            CertificateFault.Unsupported => LibCrypto.InvalidPurpose,
            CertificateFault.Revoked => LibCrypto.CertificateRevoked,
            _ => LibCrypto.CertificateRejected,
        });
        return 0;
    }
}
