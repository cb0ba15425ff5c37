using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>Facts that a client may set: MFMT, MFCT and MFF (draft-somers-ftp-mfxx-04).</summary>
internal static class ModifyCommands
{
    public static IReadOnlyList<CommandRule> Rules { get; } =
    [
        new("MFMT", CommandAccess.LoggedIn, ArgumentRule.Required, MfmtAsync) { Needs = FtpRights.Write },
        new("MFCT", CommandAccess.LoggedIn, ArgumentRule.Required, MfctAsync) { Needs = FtpRights.Write },
        new("MFF", CommandAccess.LoggedIn, ArgumentRule.Required, MffAsync) { Needs = FtpRights.Write },
    ];

    /// <summary>The facts that can be set in a store.</summary>
    public static IEnumerable<string> FactsOf(IFileStore? store)
    {
        yield return "modify";
        if (store is ICreationTimeStore { HasCreationTimes: true }) yield return "create";
        if (store is null or IPermissionStore { HasPermissions: true }) yield return "UNIX.mode";
    }

    /// <summary>A mode in octal: the nine bits, and none of those that let a program run as another user.</summary>
    public static bool TryReadMode(string text, out int mode)
    {
        mode = 0;
        if (text.Length is 0 or > 7 || text.AsSpan().ContainsAnyExceptInRange('0', '7')) return false;
        mode = Convert.ToInt32(text, 8);
        return mode <= 0x1FF;
    }

    public static async ValueTask SetModeAsync(FtpSession session, FtpPath path, int mode, CancellationToken cancellationToken)
    {
        if (session.Store is not IPermissionStore { HasPermissions: true } store)
            throw new CommandRefusedException(504, "There are no permissions to set here.");
        await DemandAsync(session, path, cancellationToken).ConfigureAwait(false);
        await store.SetPermissionsAsync(path, mode, cancellationToken).ConfigureAwait(false);
    }

    public static async ValueTask SetModifiedAsync(FtpSession session, FtpPath path, FtpTimestamp time, CancellationToken cancellationToken)
    {
        await DemandAsync(session, path, cancellationToken).ConfigureAwait(false);
        await session.Store.SetModifiedAsync(path, time.ToUtc()!.Value, cancellationToken).ConfigureAwait(false);
    }

    // draft-somers-ftp-mfxx-04 section 3.1: a time value, one space, a path; answered with the fact and the path.
    private static async ValueTask MfmtAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var (time, path) = ReadTime(session, argument, "MFMT");
        await SetModifiedAsync(session, path, time, cancellationToken).ConfigureAwait(false);
        session.Reply(213, $"Modify={time.Format()}; {path}");
    }

    private static async ValueTask MfctAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        var (time, path) = ReadTime(session, argument, "MFCT");
        await SetCreatedAsync(session, path, time, cancellationToken).ConfigureAwait(false);
        session.Reply(213, $"Create={time.Format()}; {path}");
    }

    // draft-somers-ftp-mfxx-04 section 3.3: "MFF modify=20200131123000;UNIX.mode=0644; path". All are read before any is set.
    private static async ValueTask MffAsync(FtpSession session, string argument, CancellationToken cancellationToken)
    {
        // ncftp leaves out the last semicolon.
        var end = argument.IndexOf(' ');
        if (end <= 0 || end + 1 == argument.Length || !argument.AsSpan(0, end).Contains('='))
            throw new CommandRefusedException(501, "MFF needs facts and a path: MFF modify=YYYYMMDDHHMMSS; path.");
        var path = session.Resolve(argument[(end + 1)..]);
        var steps = new List<(string Done, Func<ValueTask> Set)>();
        foreach (var fact in argument[..end].TrimEnd(';').Split(';'))
        {
            var equals = fact.IndexOf('=');
            var (name, value) = equals < 0 ? (fact, "") : (fact[..equals], fact[(equals + 1)..]);
            steps.Add(name.ToUpperInvariant() switch
            {
                "MODIFY" when FtpTimestamp.TryParse(value, out var time) =>
                    ($"Modify={time.Format()};", () => SetModifiedAsync(session, path, time, cancellationToken)),
                "CREATE" when FtpTimestamp.TryParse(value, out var time) =>
                    ($"Create={time.Format()};", () => SetCreatedAsync(session, path, time, cancellationToken)),
                "UNIX.MODE" when TryReadMode(value, out var mode) =>
                    ($"UNIX.mode={value};", () => SetModeAsync(session, path, mode, cancellationToken)),
                "MODIFY" or "CREATE" or "UNIX.MODE" => throw new CommandRefusedException(501, "MFF cannot read one of the values."),
                _ => throw new CommandRefusedException(504, "MFF does not know one of the facts: FEAT names those it knows."),
            });
        }

        // The mode last: it may take away the right to do the others. None is set where one cannot be.
        if (steps.Any(step => step.Done[0] == 'C') && session.Store is not ICreationTimeStore { HasCreationTimes: true }) throw NoCreationTimes();
        foreach (var step in steps.OrderBy(step => step.Done[0] == 'U')) await step.Set().ConfigureAwait(false);
        session.Reply(213, $"{string.Concat(steps.Select(step => step.Done))} {path}");
    }

    private static async ValueTask SetCreatedAsync(FtpSession session, FtpPath path, FtpTimestamp time, CancellationToken cancellationToken)
    {
        if (session.Store is not ICreationTimeStore { HasCreationTimes: true } store) throw NoCreationTimes();
        await DemandAsync(session, path, cancellationToken).ConfigureAwait(false);
        await store.SetCreatedAsync(path, time.ToUtc()!.Value, cancellationToken).ConfigureAwait(false);
    }

    private static CommandRefusedException NoCreationTimes() => new(504, "The time of creation cannot be set here.");

    private static (FtpTimestamp Time, FtpPath Path) ReadTime(FtpSession session, string argument, string verb)
    {
        var space = argument.IndexOf(' ');
        if (space < 0 || space == argument.Length - 1 || !FtpTimestamp.TryParse(argument.AsSpan(0, space), out var time))
            throw new CommandRefusedException(501, $"{verb} needs a time (YYYYMMDDHHMMSS) and a path.");
        return (time, session.Resolve(argument[(space + 1)..]));
    }

    private static async ValueTask DemandAsync(FtpSession session, FtpPath path, CancellationToken cancellationToken) =>
        _ = await session.Store.FindAsync(path, cancellationToken).ConfigureAwait(false)
            ?? throw new CommandRefusedException(550, "There is no such file or directory.");
}
