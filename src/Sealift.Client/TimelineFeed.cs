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

    /// <summary>The observer for the TLS layer; null when nobody looks, so that nothing is made.</summary>
    public Action<TlsMessage>? OnMessage => timeline is null ? null : Handshake;

    public void Opened(EndPoint? peer, EndPoint? local) => timeline?.Add(at =>
        new ConnectionOpened(peer?.ToString() ?? "", local?.ToString() ?? "") { At = at, Channel = channel });

    public void Sent(FtpCommand command) => timeline?.Add(at => new CommandSent(secrets.Hide(command)) { At = at, Channel = channel });

    public void Received(FtpReply reply) => timeline?.Add(at => new ReplyReceived(reply) { At = at, Channel = channel });

    public void Note(string text) => timeline?.Add(at => new TimelineNote(secrets.Hide(text)) { At = at, Channel = channel });

    public void Secured(TlsInfo info) => timeline?.Add(at =>
        new ChannelSecured(
            info.Version == TlsVersion.Tls13 ? "TLSv1.3" : "TLSv1.2",
            info.CipherSuite,
            info.Group,
            info.ApplicationProtocol,
            info.Resumed)
        { At = at, Channel = channel });

    public void Transferred(long bytes, TimeSpan elapsed, bool fromServer) => timeline?.Add(at =>
        new DataTransferred(bytes, elapsed, fromServer) { At = at, Channel = channel });

    /// <summary>The end of the channel; it has one, and the first to tell of it knows the cause.</summary>
    public void Closed(TlsInfo? info, string? error)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 1) return;
        timeline?.Add(at =>
            new ConnectionClosed(info?.CloseNotifySent ?? false, info?.CloseNotifyReceived ?? false, error is null ? null : secrets.Hide(error))
            { At = at, Channel = channel });
    }

    private void Handshake(TlsMessage message) => timeline!.Add(at =>
        new HandshakeMessage(message.Sent, message.Name, message.Detail is null ? null : secrets.Hide(message.Detail)) { At = at, Channel = channel });
}
