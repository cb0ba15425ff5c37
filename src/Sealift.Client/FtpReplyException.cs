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
    public override string? Hint { get; }

    /// <summary>True for 4xx: the same command may succeed later (RFC 959 section 4.2.1).</summary>
    public override bool IsTransient => Reply.IsTransientNegative;

    private static string Words(FtpCommand command, FtpReply reply)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(reply);
        return $"The server answered {TerminalText.Escape(command.ToString())} with {TerminalText.Escape(reply.ToString())}";
    }
}
