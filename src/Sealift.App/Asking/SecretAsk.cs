using Sealift.Cli.Connecting;

namespace Sealift.App.Asking;

/// <summary>A question for a password or a passphrase.</summary>
public sealed class SecretAsk : Ask
{
    internal SecretAsk(SecretQuestion question) => Question = question;

    /// <summary>What is asked in a few words, such as "Password of anna on ftp.example.org".</summary>
    public string Text => Question.Text.TrimEnd(' ', ':');

    internal SecretQuestion Question { get; }
}
