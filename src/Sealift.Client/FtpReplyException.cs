using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client;

/// <summary>The server refused a command. The session lives on.</summary>
public sealed class FtpReplyException : FtpException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="command">The command refused.</param>
    /// <param name="reply">The server's reply.</param>
    /// <param name="hint">What the user can do; null if nothing is known to help.</param>
    public FtpReplyException(FtpCommand command, FtpReply reply, string? hint = null)
        : base(Words(command, reply))
    {
        Command = command;
        Reply = reply;
        Hint = hint;
    }

    /// <summary>The command; its text hides secrets.</summary>
    public FtpCommand Command { get; }

    /// <summary>The reply, to be acted on by its code.</summary>
    public FtpReply Reply { get; }

    /// <inheritdoc/>
    public override string Code => Reply.Code switch
    {
        425 => "SL-DATA-01",
        522 => "SL-DATA-02",
        521 => "SL-DATA-03",
        426 or 451 => "SL-DATA-04",
        452 or 552 => "SL-DATA-05",
        450 or 550 => "SL-REPLY-01",
        551 or 553 => "SL-REPLY-02",
        532 => "SL-REPLY-03",
        530 => "SL-REPLY-04",
        500 or 502 or 504 => "SL-REPLY-05",
        501 => "SL-REPLY-06",
        503 => "SL-REPLY-07",
        431 or (>= 533 and <= 537) => "SL-REPLY-08",
        >= 400 and < 500 => "SL-REPLY-09",
        _ => "SL-REPLY-10",
    };

    /// <inheritdoc/>
    public override string? Hint { get; }

    /// <summary>True for 4xx: the same command may succeed later (RFC 959 section 4.2.1).</summary>
    public override bool IsTransient => Reply.IsTransientNegative;

    private static string Words(FtpCommand command, FtpReply reply)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(reply);
        return $"The server answered {TerminalText.Escape(command.ToString())} with {ReplyWords.Of(reply)}";
    }
}
