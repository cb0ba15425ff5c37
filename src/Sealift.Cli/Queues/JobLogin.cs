using Sealift.Client;
using Sealift.Sites;

namespace Sealift.Cli.Queues;

/// <summary>How a job logs in: two jobs for which this is equal can use the same sessions.</summary>
/// <param name="Server">The server: mode, host and port.</param>
/// <param name="Settings">What was said about the connection.</param>
/// <param name="Credential">Who logs in, and with which secret.</param>
/// <param name="Sessions">How many sessions there may be.</param>
internal sealed record JobLogin(string Server, string Settings, FtpCredential Credential, int Sessions)
{
    /// <summary>The login that options mean.</summary>
    /// <param name="options">What a session needs to know.</param>
    /// <param name="settings">What they were made of.</param>
    /// <param name="sessions">How many sessions there may be.</param>
    public static JobLogin Of(FtpClientOptions options, ConnectionSettings settings, int sessions) => new(
        $"{options.Mode} {options.Host}:{options.Port}",
        string.Join('\n', settings.Present.Select(setting => $"{setting.Name}={string.Join('\t', settings.FindAll(setting))}")),
        options.Credential,
        sessions);

    /// <summary>The server and the user; never the secret.</summary>
    public override string ToString() => $"{Credential.User} on {Server}";
}
