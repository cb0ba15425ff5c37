using System.Net;
using Microsoft.Extensions.Logging;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.Core.Wire;
using Sealift.Tls;

namespace Sealift.Server.Sessions;

/// <summary>Tells the timeline, where one is wanted, and the log what a session says and hears.</summary>
internal sealed class SessionTrace(long id, SessionTimeline? timeline, ILogger logger)
{
    private int _dataChannels;

    // A timeline is told as the client sees it, here too: commands are sent, replies are received, and the peer is the server.
    public void Opened(IPEndPoint peer, IPEndPoint local) => timeline?.Add(at =>
        new ConnectionOpened(local.ToString(), peer.ToString()) { At = at, Channel = 0 });

    public void Command(FtpCommand command)
    {
        if (logger.IsEnabled(LogLevel.Debug)) ServerLog.CommandReceived(logger, id, TerminalText.Escape(command.ToString()));
        timeline?.Add(at => new CommandSent(command) { At = at, Channel = 0 });
    }

    public void Reply(FtpReply reply)
    {
        if (logger.IsEnabled(LogLevel.Debug)) ServerLog.ReplySent(logger, id, reply.Code, TerminalText.Escape(reply.Message));
        timeline?.Add(at => new ReplyReceived(reply) { At = at, Channel = 0 });
    }

    public void Note(string text) => timeline?.Add(at => new TimelineNote(text) { At = at, Channel = 0 });

    /// <summary>A data connection was made; returns its number.</summary>
    public int DataOpened(EndPoint? peer, EndPoint? local)
    {
        var channel = ++_dataChannels;
        timeline?.Add(at => new ConnectionOpened($"{local}", $"{peer}") { At = at, Channel = channel });
        return channel;
    }

    /// <summary>A data connection did not come about.</summary>
    /// <param name="peer">Who was to be at its other end.</param>
    /// <param name="error">Why not.</param>
    public void DataFailed(IPAddress peer, string error)
    {
        var channel = ++_dataChannels;
        timeline?.Add(at => new ConnectionFailed(peer.ToString(), error) { At = at, Channel = channel });
    }

    public Action<TlsMessage>? Messages(int channel) => timeline is null ? null : message =>
    {
        var certificates = message is TlsCertificateMessage chain ? Read(chain) : [];
        timeline.Add(at => new HandshakeMessage(!message.Sent, message.Name, message.Detail) { At = at, Channel = channel, Certificates = certificates });
    };

    public void Secured(int channel, TlsInfo tls)
    {
        if (logger.IsEnabled(LogLevel.Debug)) ServerLog.Secured(logger, id, channel, tls.ToString());
        var version = tls.Version == TlsVersion.Tls13 ? "TLSv1.3" : "TLSv1.2";
        timeline?.Add(at => new ChannelSecured(version, tls.CipherSuite, tls.Group, tls.ApplicationProtocol, tls.Resumed)
        {
            At = at,
            Channel = channel,
        });
    }

    public void Cleared() => timeline?.Add(at => new ChannelCleared { At = at, Channel = 0 });

    public void Transferred(int channel, long bytes, TimeSpan elapsed, bool fromServer) => timeline?.Add(at =>
        new DataTransferred(bytes, elapsed, fromServer) { At = at, Channel = channel });

    public void Closed(int channel, TlsInfo? tls, string? error) => timeline?.Add(at =>
        new ConnectionClosed(tls?.CloseNotifySent ?? false, tls?.CloseNotifyReceived ?? false, error) { At = at, Channel = channel });

    private static PresentedCertificate[] Read(TlsCertificateMessage message)
    {
        var read = new PresentedCertificate[message.Chain.Count];
        for (var i = 0; i < read.Length; i++)
        {
            var encoded = Convert.ToBase64String(message.Chain[i].Span);
            read[i] = message.FindFacts(i) is { } facts
                ? new PresentedCertificate(facts.Subject, facts.Issuer, facts.NotBefore, facts.NotAfter, facts.Key, facts.Fingerprint, encoded)
                : PresentedCertificate.Unreadable(encoded);
        }

        return read;
    }
}
