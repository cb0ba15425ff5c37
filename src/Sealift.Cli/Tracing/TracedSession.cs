using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.Sites;

namespace Sealift.Cli.Tracing;

/// <summary>A session under observation, and what a picture or a bundle of it tells besides its events.</summary>
/// <param name="Options">What the session was made with.</param>
/// <param name="Settings">What the command line and a saved site said.</param>
/// <param name="Command">The command of sealift, without its arguments.</param>
/// <param name="Timeline">What the session's events are added to.</param>
internal sealed record TracedSession(FtpClientOptions Options, ConnectionSettings Settings, string Command, SessionTimeline Timeline)
{
    /// <summary>The port in force.</summary>
    public int Port => Options.Port
        ?? (Options.Mode == FtpTlsMode.Implicit ? FtpClientOptions.DefaultImplicitPort : FtpClientOptions.DefaultExplicitPort);

    /// <summary>The session in words.</summary>
    /// <param name="number">Which one of the command's it is, from 1.</param>
    /// <param name="count">How many there are.</param>
    public string Title(int number, int count) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Session {(count > 1 ? $"{number} of {count} " : "")}with {Options.Host} port {Port}");
}
