using Sealift.Core.Wire;

namespace Sealift.Client.Control;

/// <summary>
/// What was said in secret on a line, so that a server that repeats it in a reply does not bring it into an error, a log or a picture.
/// </summary>
internal sealed class EchoedSecret
{
    private const string Mask = "***";

    // A shorter one would blot out harmless text, and tell by that what it is.
    private const int Shortest = 4;

    private readonly List<string> _secrets = [];

    /// <summary>Remembers the command's argument, if it is secret.</summary>
    public void Said(FtpCommand command)
    {
        if (command is { IsSecret: true, Argument: { Length: >= Shortest } secret } && !_secrets.Contains(secret)) _secrets.Add(secret);
    }

    /// <summary>The reply without any of the secrets.</summary>
    public FtpReply Hide(FtpReply reply)
    {
        if (!_secrets.Exists(secret => reply.Lines.Any(line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)))) return reply;
        var lines = reply.Lines.Select(line => _secrets.Aggregate(line, static (text, secret) => text.Replace(secret, Mask, StringComparison.OrdinalIgnoreCase)));
        return new FtpReply(reply.Code, [.. lines]);
    }
}
