using System.Net;
using Sealift.Client.Control;
using Sealift.Core.Timeline;
using Sealift.Core.Wire;
using Sealift.Tls;

namespace Sealift.Client;

/// <summary>Feeds one channel's events to the session's timeline, where there is one, and no secret that a server repeats.</summary>
internal sealed class TimelineFeed(SessionTimeline? timeline, int channel, SaidSecrets secrets)
{
    private int _isClosed;
    private bool _isOpened;

    /// <summary>The observer for the TLS layer; null when nobody looks, so that nothing is made.</summary>
    public Action<TlsMessage>? OnMessage => timeline is null ? null : Handshake;

    /// <summary>Whether it was told of a connection that did not come about.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>A TCP connection did not come about; another may be tried.</summary>
    /// <param name="peer">The address that was tried.</param>
    /// <param name="error">Why.</param>
    public void Failed(string peer, string error)
    {
        HasFailed = true;
        timeline?.Add(at => new ConnectionFailed(peer, secrets.Hide(error)) { At = at, Channel = channel });
    }

    public void Opened(EndPoint? peer, EndPoint? local)
    {
        _isOpened = true;
        timeline?.Add(at => new ConnectionOpened(peer?.ToString() ?? "", local?.ToString() ?? "") { At = at, Channel = channel });
    }

    public void Sent(FtpCommand command) => timeline?.Add(at => new CommandSent(secrets.Hide(command)) { At = at, Channel = channel });

    public void Received(FtpReply reply) => timeline?.Add(at => new ReplyReceived(reply) { At = at, Channel = channel });

    public void Note(string text) => timeline?.Add(at => new TimelineNote(secrets.Hide(text)) { At = at, Channel = channel });

    public void Trusted(string reason) => timeline?.Add(at => new CertificateTrusted(secrets.Hide(reason)) { At = at, Channel = channel });

    public void Secured(TlsInfo info) => timeline?.Add(at =>
        new ChannelSecured(
            info.Version == TlsVersion.Tls13 ? "TLSv1.3" : "TLSv1.2",
            info.CipherSuite,
            info.Group,
            info.ApplicationProtocol,
            info.Resumed)
        { At = at, Channel = channel });

    public void Cleared() => timeline?.Add(at => new ChannelCleared { At = at, Channel = channel });

    public void Transferred(long bytes, TimeSpan elapsed, bool fromServer) => timeline?.Add(at =>
        new DataTransferred(bytes, elapsed, fromServer) { At = at, Channel = channel });

    /// <summary>The end of the channel; it has one, if it had a beginning, and the first to tell of it knows the cause.</summary>
    public void Closed(TlsInfo? info, string? error)
    {
        if (!_isOpened || Interlocked.Exchange(ref _isClosed, 1) == 1) return;
        timeline?.Add(at =>
            new ConnectionClosed(info?.CloseNotifySent ?? false, info?.CloseNotifyReceived ?? false, error is null ? null : secrets.Hide(error))
            { At = at, Channel = channel });
    }

    private void Handshake(TlsMessage message)
    {
        var certificates = message is TlsCertificateMessage chain ? Read(chain) : [];
        timeline!.Add(at => new HandshakeMessage(message.Sent, message.Name, message.Detail is { } detail ? secrets.Hide(detail) : null) { At = at, Channel = channel, Certificates = certificates });
    }

    // A certificate is not what it was without some of its bytes: of one that repeats a secret only the words are kept, without it.
    private PresentedCertificate[] Read(TlsCertificateMessage message)
    {
        var read = new PresentedCertificate[message.Chain.Count];
        for (var i = 0; i < read.Length; i++)
        {
            var whole = Convert.ToBase64String(message.Chain[i].Span);
            var encoded = ReferenceEquals(secrets.Hide(whole), whole) ? whole : null;
            read[i] = message.FindFacts(i) is { } facts
                ? new PresentedCertificate(
                    secrets.Hide(facts.Subject), secrets.Hide(facts.Issuer), facts.NotBefore, facts.NotAfter, facts.Key, facts.Fingerprint, encoded)
                : PresentedCertificate.Unreadable(encoded);
        }

        return read;
    }
}
