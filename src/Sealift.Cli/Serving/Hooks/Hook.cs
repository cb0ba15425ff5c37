using System.IO.Enumeration;
using Sealift.Server.Events;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Serving.Hooks;

/// <summary>What is done when something happens: a command is run, or a web address is told.</summary>
internal sealed record Hook
{
    /// <summary>Its name in the file.</summary>
    public required string Name { get; init; }

    /// <summary>The names of the events it waits for.</summary>
    public required IReadOnlySet<string> Events { get; init; }

    /// <summary>Only for these users; empty for all.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Only for paths that one of these matches (* and ?); empty for all.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>The program and its arguments; empty where <see cref="Address"/> is told.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Where the event is posted to; null where <see cref="Command"/> is run.</summary>
    public Uri? Address { get; init; }

    /// <summary>Who may answer at an https <see cref="Address"/>.</summary>
    public ServerTrust? Trust { get; init; }

    /// <summary>The secret that signs what is posted; null for none.</summary>
    public byte[]? Secret { get; init; }

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>How often it is tried at most.</summary>
    public int Attempts { get; init; }

    /// <summary>How many may run at once.</summary>
    public int Concurrency { get; init; }

    public bool Matches(FtpServerEvent happened)
    {
        if (happened is not FtpSessionEvent { Session: var session } || !Events.Contains(happened.Name)) return false;
        if (Users.Count > 0 && !Users.Contains(session.UserName, StringComparer.Ordinal)) return false;
        return Paths.Count == 0
            || (HookFacts.PathOf(happened)?.ToString() is { } path && Paths.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false)));
    }
}
