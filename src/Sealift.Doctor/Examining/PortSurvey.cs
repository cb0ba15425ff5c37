using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text;
using Sealift.Client;
using Sealift.Core;
using Sealift.Doctor.Tls;
using Sealift.Tls;

namespace Sealift.Doctor.Examining;

/// <summary>Looks at the ports where an FTP server is to be expected, and hears what they speak.</summary>
internal sealed class PortSurvey(Examination examination)
{
    // Two records of TLS begin so (RFC 8446 section 5.1): a handshake message and an alert, of version 3.x.
    private const byte HandshakeRecord = 0x16, AlertRecord = 0x15, MajorVersion = 3;

    private const int NoticeLength = 80;
    private const int MostRead = 1024;

    private static readonly TimeSpan AfterGreeting = TimeSpan.FromSeconds(2);

    /// <summary>The port that was asked for, then 21 and 990, each once.</summary>
    public async Task<IReadOnlyList<PortLook>> RunAsync(CancellationToken cancellationToken)
    {
        int[] ports = [.. new[] { examination.Base.EffectivePort, FtpClientOptions.DefaultExplicitPort, FtpClientOptions.DefaultImplicitPort }.Distinct()];
        return await Task.WhenAll(ports.Select(port => LookAsync(port, cancellationToken))).ConfigureAwait(false);
    }

    private async Task<PortLook> LookAsync(int port, CancellationToken cancellationToken)
    {
        var began = examination.Time.GetTimestamp();
        try
        {
            using var line = await DialAsync(port, cancellationToken).ConfigureAwait(false);
            var connected = examination.Time.GetElapsedTime(began);
            var look = await ListenAsync(port, line, cancellationToken).ConfigureAwait(false);
            return look with { ConnectTime = connected };
        }
        catch (FtpConnectionException e)
        {
            return e.Failure switch
            {
                FtpConnectionFailure.Refused => new PortLook(port, PortState.Closed, "closed: nothing listens there"),
                FtpConnectionFailure.Timeout => new PortLook(port, PortState.Filtered, "no answer at all: a firewall drops what is sent there, or the host is down"),
                FtpConnectionFailure.UnknownHost => throw new CannotTellException(e.Message, e),
                _ => new PortLook(port, PortState.Unreachable, e.Message),
            };
        }
    }

    private Task<RawLine> DialAsync(int port, CancellationToken cancellationToken) => examination.DialRawAsync(port, cancellationToken);

    private async Task<PortLook> ListenAsync(int port, RawLine line, CancellationToken cancellationToken)
    {
        // Who greets does so unasked, TLS or not; where TLS is to be expected it is begun at once.
        var expectsTls = port == FtpClientOptions.DefaultImplicitPort || (port == examination.Base.EffectivePort && examination.Base.Mode == FtpTlsMode.Implicit);
        if (expectsTls) await line.SendAsync(ClientHello.Usual(examination.Base.TlsPeer.Host), cancellationToken).ConfigureAwait(false);
        await line.ReadAtLeastAsync(4, cancellationToken).ConfigureAwait(false);
        if (line.Received.Length > 0 && expectsTls && char.IsAsciiDigit((char)line.Received[0]))
        {
            if (await BeginsTlsAfterGreetingAsync(line, cancellationToken).ConfigureAwait(false))
                return Open(port, Speech.FtpThenTls, "speaks FTP, and TLS directly after its greeting, without AUTH (as z/OS does)");
            using var fresh = await DialAsync(port, cancellationToken).ConfigureAwait(false);
            await fresh.ReadAtLeastAsync(4, cancellationToken).ConfigureAwait(false);
            if (fresh.Received.Length > 0) return await IdentifyAsync(port, fresh, cancellationToken).ConfigureAwait(false);
        }

        if (line.Received.Length > 0) return await IdentifyAsync(port, line, cancellationToken).ConfigureAwait(false);
        if (line.HasEnded) return Open(port, Speech.HangsUp, "open, but it closes the connection at once, without a word");
        if (expectsTls) return Open(port, Speech.Silence, "open, but it says nothing, not even to the beginning of TLS");

        // Printers and small servers take one connection at a time: none is kept while another is made.
        line.Dispose();
        using var second = await DialAsync(port, cancellationToken).ConfigureAwait(false);
        await second.SendAsync(ClientHello.Usual(examination.Base.TlsPeer.Host), cancellationToken).ConfigureAwait(false);
        await second.ReadAtLeastAsync(4, cancellationToken).ConfigureAwait(false);
        var waited = Evidence.Time(examination.Base.ReplyTimeout);
        if (second.Received.Length == 0) return Open(port, Speech.Silence, $"open, but it says nothing within {waited}, not even to the beginning of TLS");
        var look = await IdentifyAsync(port, second, cancellationToken).ConfigureAwait(false);
        return look with { Detail = $"{look.Detail} (it said nothing by itself within {waited})" };
    }

    // Whether what follows the greeting, to a ClientHello that was sent before it, is TLS. An FTP server of the usual kind answers the hello's
    // bytes as a broken command, or waits for the end of the line.
    private static async Task<bool> BeginsTlsAfterGreetingAsync(RawLine line, CancellationToken cancellationToken)
    {
        try
        {
            if ((await line.ReadReplyAsync(cancellationToken).ConfigureAwait(false))?.Code != 220) return false;
            if (line.Received.Length == 0) await line.ReadMoreAsync(cancellationToken, AfterGreeting).ConfigureAwait(false);
            return BeginsLikeTls(line.Received);
        }
        catch (FtpProtocolException)
        {
            return false; // whatever it is will be named by who listens to it alone
        }
    }

    private static bool BeginsLikeTls(ReadOnlySpan<byte> bytes) => bytes.Length > 1 && bytes[0] is HandshakeRecord or AlertRecord && bytes[1] == MajorVersion;

    private async Task<PortLook> IdentifyAsync(int port, RawLine line, CancellationToken cancellationToken)
    {
        if (BeginsLikeTls(line.Received))
        {
            line.Dispose();
            return await ListenInTlsAsync(port, cancellationToken).ConfigureAwait(false);
        }

        var first = line.Received;
        if (first.StartsWith("SSH-"u8)) return Open(port, Speech.Ssh, $"speaks SSH: {Notice(first)}");
        if (first.StartsWith("HTTP/"u8)) return Open(port, Speech.Http, $"speaks HTTP: {Notice(first)}");
        if (first.Length < 3 || !char.IsAsciiDigit((char)first[0])) return Open(port, Speech.Other, $"speaks something that is not FTP: {Notice(first)}");
        return await IdentifyReplyAsync(port, line, Notice(first), cancellationToken).ConfigureAwait(false);
    }

    // FTP and SMTP greet alike (220). NOOP tells them apart by code: 200 in RFC 959 section 5.4, 250 in RFC 5321 section 4.3.2. To be
    // sure, EHLO is asked too, which no FTP server accepts.
    private static async Task<PortLook> IdentifyReplyAsync(int port, RawLine line, string notice, CancellationToken cancellationToken)
    {
        try
        {
            var greeting = await line.ReadReplyAsync(cancellationToken).ConfigureAwait(false);
            if (greeting is null) return Open(port, Speech.Other, $"begins like FTP and does not go on: {notice}");
            if (greeting.IsNegative) return Open(port, Speech.FtpRefusing, $"speaks FTP, but does not take the connection: {Evidence.Of(greeting)}");
            if (greeting.Code != 220) return Open(port, Speech.Ftp, $"speaks FTP: {Evidence.Of(greeting)}");
            if (await AskAsync(line, "NOOP", cancellationToken).ConfigureAwait(false) == 250 && await AskAsync(line, "EHLO sealift", cancellationToken).ConfigureAwait(false) == 250)
                return Open(port, Speech.Smtp, $"speaks SMTP: {Evidence.Of(greeting)}");
            return Open(port, Speech.Ftp, $"speaks FTP: {Evidence.Of(greeting)}");
        }
        catch (FtpProtocolException e)
        {
            return Open(port, Speech.Other, $"does not speak FTP: {e.Message}");
        }
    }

    private static async Task<int?> AskAsync(RawLine line, string command, CancellationToken cancellationToken)
    {
        try
        {
            await line.SendAsync(command, cancellationToken).ConfigureAwait(false);
            return (await line.ReadReplyAsync(cancellationToken).ConfigureAwait(false))?.Code;
        }
        catch (SocketException)
        {
            return null; // who hangs up at a NOOP has not said 250
        }
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The TLS stream owns the socket, also when the handshake fails.")]
    private async Task<PortLook> ListenInTlsAsync(int port, CancellationToken cancellationToken)
    {
        using var tls = TlsClient.Create(new TlsClientOptions
        {
            TargetHost = examination.Base.TlsPeer.Host,
            Port = port,
            Trust = new ObservingTrust(new JudgedOnce(examination.Base.Trust)),
            ApplicationProtocols = ["ftp"],
            Certificate = examination.Base.Certificate,
            HandshakeTimeout = examination.Base.ReplyTimeout,
            Backend = examination.Base.TlsBackend,
        });
        try
        {
            var socket = await examination.DialAsync(port, cancellationToken).ConfigureAwait(false);
            var stream = await tls.ConnectAsync(socket, session: null, new TlsStreamOptions { ReadAhead = 4096 }, cancellationToken).ConfigureAwait(false);
            await using var closing = stream.ConfigureAwait(false);
            var notice = await HearAsync(stream, cancellationToken).ConfigureAwait(false);
            if (notice is null)
            {
                // Who waits for the other side to speak is a web server as a rule, and answers its question (RFC 9112 section 3).
                await stream.WriteAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                notice = await HearAsync(stream, cancellationToken).ConfigureAwait(false);
            }

            if (notice is null) return Open(port, Speech.OtherInTls, "speaks TLS from the first byte, and inside it says nothing");
            if (notice.StartsWith("HTTP/", StringComparison.Ordinal)) return Open(port, Speech.Http, $"speaks HTTP inside TLS, as web servers do: {notice}");
            return notice.StartsWith("220", StringComparison.Ordinal) || notice.StartsWith("120", StringComparison.Ordinal)
                ? Open(port, Speech.FtpInTls, $"speaks FTP inside TLS from the first byte (implicit): {notice}")
                : Open(port, Speech.OtherInTls, $"speaks TLS from the first byte, and inside it no FTP: {notice}");
        }
        catch (TlsException e)
        {
            return Open(port, Speech.OtherInTls, $"speaks TLS from the first byte; the handshake failed: {e.Message}");
        }
    }

    // The first line inside TLS; null where nothing comes in time.
    private async Task<string?> HearAsync(TlsStream stream, CancellationToken cancellationToken)
    {
        using var limit = new Deadline(examination.Base.ReplyTimeout, examination.Time, cancellationToken);
        var first = new byte[MostRead];
        try
        {
            var count = await stream.ReadAtLeastAsync(first, 4, throwOnEndOfStream: false, limit.Token).ConfigureAwait(false);
            return Notice(first.AsSpan(0, count));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static PortLook Open(int port, Speech speech, string detail) => new(port, PortState.Open, detail) { Speech = speech };

    // Its first line, as far as it can be shown. Nothing is cut before a secret that it repeats is hidden, or a part of it would be left.
    private string Notice(ReadOnlySpan<byte> bytes)
    {
        var line = bytes[..Math.Min(bytes.Length, MostRead)];
        if (line.IndexOfAny((byte)'\r', (byte)'\n') is var end and >= 0) line = line[..end];
        var notice = examination.Secrets.Hide(Encoding.Latin1.GetString(line));
        return notice.Length <= NoticeLength ? notice : notice[..NoticeLength];
    }
}
