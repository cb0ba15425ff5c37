using System.CommandLine;
using System.Net;
using Sealift.Cli.Apps;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;

namespace Sealift.Cli.Commands;

/// <summary>The app in the browser. The command checks its words and becomes the app's program, which reads them by the same class.</summary>
internal sealed class AppCommand : SealiftCommand
{
    private const int DefaultGrace = 60;

    private readonly Option<int?> _port = new("--port") { HelpName = "PORT", Description = "The port of the web server. Default: a free one." };
    private readonly Option<string?> _listen = new("--listen") { HelpName = "ADDRESS", Description = "The address to listen on. Default: 127.0.0.1, this machine only. Any other one needs --cert and --password-file." };
    private readonly Option<string?> _certificate = new("--cert") { HelpName = "FILE", Description = "The certificate of the web server with its chain (PEM), for https." };
    private readonly Option<string?> _key = new("--key") { HelpName = "FILE", Description = "The private key of --cert (PEM), if it is in a file of its own." };
    private readonly Option<string?> _passwordFile = new("--password-file") { HelpName = "FILE", Description = "People type the first line of this file to get in. Without it only the browser that is opened here gets in, by an address that works once." };
    private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Open no browser; print the address." };
    private readonly Option<int> _grace = new("--grace") { HelpName = "SECONDS", DefaultValueFactory = _ => DefaultGrace, Description = $"End this long after the last window was closed, unless transfers run. Default: {DefaultGrace}." };
    private readonly Option<bool> _stay = new("--stay") { Description = "Go on without a window until Ctrl-C or SIGTERM, for queued transfers at night." };
    private readonly Option<bool> _untilEof = new("--until-eof") { Description = "End when standard input ends, so that the app never outlives the program that started it with a pipe." };
    private readonly Option<bool> _json = new("--json") { Description = "When ready, one JSON object with the address." };

    public AppCommand(Terminal terminal)
        : base(terminal, "app", "open the app in the browser: two panes, sites, queue, timeline")
    {
        foreach (var option in (Option[])[_port, _listen, _certificate, _key, _passwordFile, _noBrowser, _grace, _stay, _untilEof, _json]) Options.Add(option);
    }

    /// <summary>What is done with the settings, in the app's own program; null where that program is to be found and started.</summary>
    public Func<AppSettings, CancellationToken, Task<ExitCode>>? Run { get; init; }

    public override IReadOnlyList<string> Details =>
    [
        "A web server on this machine alone, and the pages that it serves to your browser: files of this machine and of servers side by side, saved sites, the "
        + "queue, each session as a picture, the log and the doctor. It works with the same sites, known servers and queue as the commands.",
        "The address that opens the browser holds a word that works once; then a cookie of this browser is the key. Other pages, other machines and other "
        + "names of this machine get nothing.",
        "It is a program of its own, sealift-app, which is looked for beside sealift, in \"app\" beside it, in ../lib/sealift, or where SEALIFT_APP says.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift app", "opens the browser"),
        ("sealift app --no-browser --port 8021", "prints the address, for an ssh tunnel to port 8021"),
        ("sealift app --listen 0.0.0.0 --port 8443 --cert web.pem --key web.key --password-file pw --stay", "for others, all day"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var settings = await ReadAsync(arguments, cancellationToken);
        if (Run is not null) return await Run(settings, cancellationToken);
        var words = arguments.Tokens.Select(static token => token.Value).SkipWhile(word => word != Name).Skip(1);
        return await AppProgram.RunAsync(AppProgram.Find(AppContext.BaseDirectory, Environment.GetEnvironmentVariable), [.. words], cancellationToken);
    }

    private async Task<AppSettings> ReadAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var address = arguments.GetValue(_listen) is not { } text ? IPAddress.Loopback : IPAddress.TryParse(text, out var parsed)
            ? parsed
            : throw CommandException.Usage($"--listen takes an IP address, and \"{text}\" is none.", "127.0.0.1 is this machine only, 0.0.0.0 and :: mean all addresses.");
        var certificate = arguments.GetValue(_certificate);
        var key = arguments.GetValue(_key);
        var passwordFile = arguments.GetValue(_passwordFile);
        if (!IPAddress.IsLoopback(address) && (certificate is null || passwordFile is null))
        {
            throw CommandException.Usage(
                $"--listen {address} lets other machines in, which needs --cert and --password-file.",
                "Give both; or leave --listen out and reach this machine through an ssh tunnel.");
        }

        if (key is not null && certificate is null) throw CommandException.Usage("--key needs --cert.", "Give the certificate that belongs to the key.");
        if (arguments.GetValue(_port) is < 0 or > 65535) throw CommandException.Usage("--port is a number from 0 to 65535.", "Leave it out for a free one.");
        if (arguments.GetValue(_grace) is < 1) throw CommandException.Usage("--grace is a number of seconds from 1.", "--stay goes on for ever.");
        foreach (var file in new[] { certificate, key, passwordFile }.OfType<string>().Where(file => !File.Exists(file)))
            throw CommandException.Local($"{file}: no such file on this machine.", "--cert, --key and --password-file name files.", code: FailureCode.NoLocalFile);
        return new AppSettings
        {
            Address = address,
            Port = arguments.GetValue(_port) ?? 0,
            Certificate = certificate,
            Key = key,

            // The file is read by the program that needs it.
            Password = passwordFile is null || Run is null ? null : await SecretFile.ReadAsync(passwordFile, stdinIsData: false, cancellationToken),
            OpensBrowser = !arguments.GetValue(_noBrowser),
            Grace = arguments.GetValue(_stay) ? null : TimeSpan.FromSeconds(arguments.GetValue(_grace)),
            EndsWithStdin = arguments.GetValue(_untilEof),
            IsJson = arguments.GetValue(_json),
        };
    }
}
