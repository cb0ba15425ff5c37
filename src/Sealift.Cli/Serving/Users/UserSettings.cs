using System.CommandLine;
using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Cli.Trees;
using Sealift.Core;
using Sealift.Server;

namespace Sealift.Cli.Serving.Users;

/// <summary>The options of "serve" about users and what their sessions may cost.</summary>
internal sealed class UserSettings
{
    // What a client opens at once, and a few more: fewer ports than that make sessions wait for each other.
    private const int FewestPorts = 10;

    private readonly Option<string?> _users = new("--users") { HelpName = "FILE", Description = "Who may log in, in a TOML file that \"sealift serve user add FILE NAME\" writes; instead of --user. It is read again when it changes, and sessions go on." };
    private readonly Option<bool> _anonymous = new("--anonymous") { Description = "Everybody may read and list DIRECTORY as anonymous or ftp, with any password." };
    private readonly Option<string?> _maxSessions = new("--max-sessions") { HelpName = "NUMBER", Description = "Sessions at once. Default: 2,000, or the number of --passive-ports, because every session may need one." };
    private readonly Option<string?> _minRate = new("--min-rate") { HelpName = "RATE", Description = "Bytes a second that a client must take or send, on average over a minute; slower ones are cut (426). Default: 512." };
    private readonly Option<bool> _keepCutUploads = new("--keep-cut-uploads") { Description = "A new file that was cut short stays under its name as far as it came, to be resumed. Default: it is removed." };

    public IReadOnlyList<Option> All => [.. Who, .. Limits];

    /// <summary>Those about who may log in.</summary>
    public IReadOnlyList<Option> Who => [_users, _anonymous];

    /// <summary>Those about what sessions may cost.</summary>
    public IReadOnlyList<Option> Limits => [_maxSessions, _minRate, _keepCutUploads];

    /// <summary>The file of users; null without --users.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="others">Options that say who may log in without a file.</param>
    /// <exception cref="CommandException">Others are there too.</exception>
    public UserFileStore? FindFile(ParseResult arguments, IReadOnlyList<Option> others)
    {
        if (arguments.GetValue(_users) is not { } file) return null;
        if (others.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false }) is { } other)
            throw CommandException.Usage($"--users and {other.Name} both say who may log in.", $"Leave {other.Name} out: the file says it of each user.");
        return new UserFileStore(file);
    }

    public bool HasAnonymous(ParseResult arguments) => arguments.GetValue(_anonymous);

    public FtpServerPolicy Apply(ParseResult arguments, FtpServerPolicy policy) => policy with { KeepCutUploads = arguments.GetValue(_keepCutUploads) };

    /// <exception cref="CommandException">A number cannot be, or there are too few ports for the sessions.</exception>
    public FtpServerLimits Apply(ParseResult arguments, FtpServerLimits limits, PortRange? ports)
    {
        var sessions = arguments.GetValue(_maxSessions) is { } text ? ReadNumber(text) : (int?)null;
        if (ports is not null && sessions > ports.Count)
        {
            throw CommandException.Usage(
                $"--passive-ports has {ports.Count} ports for {sessions} sessions, and every session may need one.",
                "Widen the range, or lower --max-sessions.");
        }

        if (ports?.Count < FewestPorts && sessions is null)
        {
            throw CommandException.Usage(
                $"--passive-ports has {ports.Count} ports: so few sessions at once could transfer.",
                $"Take at least {FewestPorts}, for example 50000-50099; or say that it is meant: --max-sessions {ports.Count}");
        }

        var most = sessions ?? Math.Min(limits.MaxSessions, ports?.Count ?? int.MaxValue);
        return limits with
        {
            MaxSessions = most,
            MinTransferRate = arguments.GetValue(_minRate) is { } rate ? ReadRate(rate) : limits.MinTransferRate,
        };
    }

    private static int ReadNumber(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1_000_000
            ? number
            : throw CommandException.Usage($"--max-sessions takes a number from 1 to 1,000,000, and \"{text}\" is none.", "Write --max-sessions 200.");

    private static int ReadRate(string text) => AmountText.ReadSize("--min-rate", text) is >= 1 and <= int.MaxValue and var rate
        ? (int)rate
        : throw CommandException.Usage($"--min-rate takes 1 or more bytes a second, and \"{text}\" is none of that.", "Write --min-rate 1k.");
}
