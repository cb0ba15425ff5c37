using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Control;

/// <summary>
/// What is said in secret on a line, or was said to the same server before, so that a server that repeats it does not bring it into an error, a
/// log or a picture.
/// </summary>
internal sealed class SaidSecrets
{
    private readonly SecretMask _mask = new();

    public SaidSecrets(FtpClientOptions options)
    {
        // Everybody knows what anonymous users say.
        if (options.Credential == FtpCredential.Anonymous) return;
        _mask.Add(options.Credential.Password);
        _mask.Add(options.Credential.Account);
    }

    /// <summary>Remembers what is secret of the command's argument.</summary>
    public void Said(FtpCommand command)
    {
        if (command is not { IsSecret: true, Argument: { } argument } || argument == FtpCredential.Anonymous.Password) return;
        _mask.Add(argument);

        // SITE PSWD old new and its like: each may come back alone.
        if (command.Verb != "SITE") return;
        foreach (var word in argument.Split(' ').Skip(1)) _mask.Add(word);
    }

    /// <summary>
    /// The reply without any of the secrets. What a server refuses is read by people alone; other replies name paths and numbers too, in
    /// which a short secret may be no more than a word.
    /// </summary>
    public FtpReply Hide(FtpReply reply)
    {
        var lines = _mask.Hide(reply.Lines, reply.IsNegative ? SecretMask.ShortestSecret : SecretMask.ShortestInNames);
        return ReferenceEquals(lines, reply.Lines) ? reply : new FtpReply(reply.Code, [.. lines]);
    }

    /// <summary>A command whose argument a server may have chosen, such as the name of a file.</summary>
    public FtpCommand Hide(FtpCommand command)
    {
        if (command.IsSecret || command.Argument is not { } argument) return command;
        var shown = Hide(argument);
        return ReferenceEquals(shown, argument) ? command : new FtpCommand(command.Verb, shown);
    }

    /// <summary>A text that may quote what came from outside, such as a certificate.</summary>
    public string Hide(string text) => _mask.Hide(text, SecretMask.ShortestInNames);
}
