namespace Sealift.Client.Profiles;

/// <summary>Everything that a profile can change. What is null is as with any server; an option of the user comes first.</summary>
internal sealed record ProfileRules
{
    /// <summary>When the handshake of implicit TLS takes place. It counts only where an option names the profile: before the greeting nothing is recognised.</summary>
    public ProfileRule<FtpImplicitHandshake>? ImplicitHandshake { get; init; }

    /// <summary>Whether commands that need no decision between them travel in one flight.</summary>
    public ProfileRule<bool>? Pipelining { get; init; }

    /// <summary>When OPTS UTF8 ON is sent.</summary>
    public ProfileRule<Utf8Request>? Utf8 { get; init; }

    /// <summary>Whether CLNT names this client before OPTS UTF8 ON.</summary>
    public ProfileRule<bool>? ClientName { get; init; }

    /// <summary>Commands to send at the end of the login. A refusal of one changes nothing.</summary>
    public ProfileRule<string[]>? LoginCommands { get; init; }

    /// <summary>What LIST is given before the path.</summary>
    public ProfileRule<string>? ListArguments { get; init; }

    /// <summary>Codes that refuse to list what is empty.</summary>
    public ProfileRule<int[]>? EmptyListingReplies { get; init; }

    /// <summary>Whether EPSV is tried before PASV over IPv4.</summary>
    public ProfileRule<bool>? Epsv { get; init; }

    /// <summary>Whether a transfer is announced (PRET) to a server that lists it.</summary>
    public ProfileRule<bool>? Pret { get; init; }

    /// <summary>Whether the next data port may be asked for in one record with the command of a transfer, so that it is named with that transfer's end.</summary>
    public ProfileRule<bool>? PortWithCommand { get; init; }

    /// <summary>Milliseconds to wait, after the final reply, for the server to end its side of a data connection.</summary>
    public ProfileRule<int>? DataEndWait { get; init; }

    /// <summary>Whether names that differ only in case are one.</summary>
    public ProfileRule<bool>? IgnoreCase { get; init; }

    /// <summary>Whether names are listed with a version, as in NAME.TYPE;3, that need not be typed.</summary>
    public ProfileRule<bool>? NameVersions { get; init; }

    /// <summary>Whether a temporary name may be made from a final one.</summary>
    public ProfileRule<bool>? TemporaryNames { get; init; }

    /// <summary>The rules that are there, by the names of their keys.</summary>
    public IEnumerable<(string Name, ProfileRule Rule)> All
    {
        get
        {
            (string Name, ProfileRule? Rule)[] all =
            [
                ("implicitHandshake", ImplicitHandshake),
                ("pipelining", Pipelining),
                ("utf8", Utf8),
                ("clientName", ClientName),
                ("loginCommands", LoginCommands),
                ("listArguments", ListArguments),
                ("emptyListingReplies", EmptyListingReplies),
                ("epsv", Epsv),
                ("pret", Pret),
                ("portWithCommand", PortWithCommand),
                ("dataEndWait", DataEndWait),
                ("ignoreCase", IgnoreCase),
                ("nameVersions", NameVersions),
                ("temporaryNames", TemporaryNames),
            ];
            return all.Where(rule => rule.Rule is not null).Select(rule => (rule.Name, rule.Rule!));
        }
    }
}
