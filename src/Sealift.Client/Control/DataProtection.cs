using Sealift.Core.Wire;

namespace Sealift.Client.Control;

/// <summary>PBSZ and PROT (RFC 4217 sections 8 and 9): what is asked about data connections, and whether the answer will do.</summary>
internal sealed class DataProtection(ControlChannel channel)
{
    private static readonly FtpCommand BufferSize = new("PBSZ", "0");
    private static readonly FtpCommand Private = new("PROT", "P");
    private static readonly FtpCommand Clear = new("PROT", "C");

    private readonly bool _isClear = channel.Connection.Options.ClearDataUnsafe;

    /// <summary>The two commands, PBSZ first.</summary>
    public IReadOnlyList<FtpCommand> Commands => [BufferSize, _isClear ? Clear : Private];

    /// <summary>Judges the reply to PROT. That to PBSZ says little: 200 with or without "PBSZ=n", or an error that PROT will tell.</summary>
    /// <param name="bufferSize">The reply to PBSZ.</param>
    /// <param name="reply">The reply to PROT.</param>
    public void Require(FtpReply bufferSize, FtpReply reply)
    {
        if (reply.IsCompleted) return;
        var text = ReplyWords.Of(reply);
        if (_isClear)
        {
            throw new FtpReplyException(
                Clear, reply, "The server does not allow data connections in clear text; leave out ClearDataUnsafe (--data-clear).");
        }

        // AUTH TLS-P, AUTH SSL on some servers, and implicit TLS on many protect data connections by themselves and know no PROT.
        // Nothing is taken on trust: every data connection begins with our handshake, and is refused without one.
        if (reply.IsPermanentNegative && channel.Mechanism is null or FtpAuthMechanism.Ssl or FtpAuthMechanism.TlsP)
        {
            channel.Connection.Feed.Note("PROT P was refused; data connections are taken to be private already, or will fail");
            return;
        }

        // RFC 4217 section 9: after AUTH TLS the data channel is clear until PROT P is accepted.
        throw channel.Connection.Die(new FtpTlsException(
            $"The server does not encrypt data connections: it answered PROT P with {text}",
            "Nothing was listed or transferred. The server's administrator must allow protected data connections.")
        {
            IsAboutData = true,

            // RFC 4217 section 9: 503 says that PBSZ must come first; where that was refused for the moment, so is PROT.
            IsForNow = reply.IsTransientNegative || (reply.Code == 503 && bufferSize.IsTransientNegative),
        });
    }
}
