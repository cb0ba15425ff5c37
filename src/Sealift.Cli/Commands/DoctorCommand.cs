using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Client;
using Sealift.Core;
using Sealift.Doctor;
using Sealift.Doctor.Reporting;

namespace Sealift.Cli.Commands;

/// <summary>Examines a server and explains what it finds.</summary>
internal sealed class DoctorCommand : SealiftCommand
{
    private readonly Argument<string?> _host = new("HOST")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The server: HOST, HOST:PORT, [IPv6]:PORT, a URL (ftps:// means implicit TLS), user@host:, or NAME: for a saved site. Not with --list.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line: each finding as it comes, then the report. The fields are in docs/cli.md." };
    private readonly Option<string?> _html = new("--html")
    {
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "[=FILE]",
        Description = "The report as one page for a browser, into FILE or on stdout. It loads nothing from anywhere.",
    };

    private readonly Option<bool> _write = new("--allow-write") { Description = "Also make the checks that write small files to the server; they are removed again. Example: sealift doctor ftp.example.org -u alice --allow-write." };
    private readonly Option<string[]> _only = new("--only")
    {
        HelpName = "ID,…",
        Description = "Make these checks only, such as SL-TLS-54,SL-CERT-52; SL-CERT means all of that area. May be given again.",
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
    };

    private readonly Option<bool> _list = new("--list") { Description = "Show all checks, what each does and why it matters; connect to nothing." };
    private readonly Option<bool> _noSave = new("--no-save") { Description = "Do not keep what later connections could go by, such as that the server does not know EPSV. \"sealift stat --server URL\" shows what is kept." };
    private readonly Option<bool> _remedies = new("--all-remedies") { Description = "Show what to set on every kind of server, not only on the one that was recognised." };
    private readonly ConnectionOptions _connection;

    public DoctorCommand(Terminal terminal)
        : base(terminal, "doctor", "examine a server, and explain what is wrong and which setting changes it")
    {
        Arguments.Add(_host);
        foreach (var option in new Option[] { _json, _html, _write, _only, _list, _remedies, _noSave }) Options.Add(option);
        _connection = new ConnectionOptions(this) { IsExamination = true };
        TakeTraceOptions();
    }

    public override IReadOnlyList<string> Details =>
    [
        "Without a user it looks from outside: addresses, ports, TLS, certificate, what is offered in clear text. With one it logs in too, inside TLS and "
        + "only where the server is trusted; nothing is written to the server without --allow-write.",
        "For each problem it names the setting to change, for the kind of server that it recognised or for all that are common, and what to do here meanwhile.",
        "What it learns about how to talk to the server is kept for later connections (--no-save: not). It never changes what is trusted.",
        "--trace draws each of its many sessions; --trace=FILE.zip puts them all into one support bundle.",
        "Exit codes: 0 no problem (there may be advice), 1 a problem was found, 3 no FTP server could be examined.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift doctor ftp.example.org", "port 21, from outside"),
        ("sealift doctor ftps://ftp.example.org --user alice", "implicit TLS, and with a login"),
        ("sealift doctor printer: --allow-write --html=printer.html", "a saved site, thoroughly, as a page to send to its operator"),
        ("sealift doctor ftp.example.org --only SL-CERT --json", "the certificate alone, for a script that warns before it ends"),
    ];

    public override IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> OptionGroups => [("Connection, login and trust", _connection.All), TraceGroup];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_list)) return List(arguments);
        var location = ExaminedServer.Read(arguments.GetValue(_host) ?? throw CommandException.Usage("doctor needs a HOST.", "\"sealift doctor --help\" has examples; --list shows the checks."));
        var options = await ResolveAsync(arguments, location, cancellationToken);
        var isJson = arguments.GetValue(_json);
        var doctor = new ServerDoctor(options);
        await foreach (var finding in doctor.ExamineAsync(cancellationToken))
        {
            if (isJson) Terminal.WriteJson(FindingRecord.Of(finding), JsonLines.Default.FindingRecord);
            if (isJson) await Terminal.Out.FlushAsync(cancellationToken);
        }

        ClearProgress();
        var report = doctor.Report!;
        var kept = arguments.GetValue(_noSave) ? null : await KnownServer.SaveAsync(Terminal, report, isWhole: options is { LogsIn: true, Only.Count: 0 }, cancellationToken);
        await ShowAsync(arguments, report, cancellationToken);
        if (kept is not null && !isJson) Terminal.WriteRemark($"what later connections can go by is kept in {kept} (--no-save keeps nothing)");
        return !report.IsReached ? ExitCode.CannotConnect : report.Verdict == Verdict.Problem ? ExitCode.SomeFailed : ExitCode.Ok;
    }

    private async Task<DoctorOptions> ResolveAsync(ParseResult arguments, RemoteLocation location, CancellationToken cancellationToken)
    {
        var client = await _connection.ResolveAsync(Terminal, arguments, location, stdinIsData: false, cancellationToken);
        if (client.Mode == FtpTlsMode.PlaintextUnsafe)
            throw CommandException.Usage("--plaintext means nothing to doctor: it says no password in clear text.", "Leave it out; a server without TLS is examined as far as that goes.");
        return new DoctorOptions
        {
            Client = Trace.Observe(arguments, client with { Challenge = null }, _connection.ReadAll(arguments, location)),
            LogsIn = client.Credential != FtpCredential.Anonymous,
            MayWrite = arguments.GetValue(_write),
            Roots = TrustChoice.FindRoots(_connection.FindAuthorities(arguments, location)),
            Only = [.. ReadOnly(arguments)],
            OnCheck = Terminal.DrawsProgress ? ShowProgress : null,
        };
    }

    private IEnumerable<string> ReadOnly(ParseResult arguments)
    {
        foreach (var word in arguments.GetValue(_only) ?? [])
        {
            var found = DoctorCheck.All.Where(check => check.Id.Equals(word, StringComparison.OrdinalIgnoreCase) || check.Id.StartsWith(word + "-", StringComparison.OrdinalIgnoreCase)).ToList();
            if (found.Count == 0) throw CommandException.Usage($"there is no check {TerminalText.Escape(word)}.", "\"sealift doctor --list\" shows all of them.");
            foreach (var check in found) yield return check.Id;
        }
    }

    private ExitCode List(ParseResult arguments)
    {
        if (arguments.GetValue(_host) is not null) throw CommandException.Usage("--list takes no HOST.", "It connects to nothing.");
        foreach (var check in DoctorCheck.All)
        {
            if (arguments.GetValue(_json)) Terminal.WriteJson(CheckRecord.Of(check), JsonLines.Default.CheckRecord);
            else DoctorText.Write(Terminal.Out, check, Text(arguments));
        }

        return ExitCode.Ok;
    }

    private async Task ShowAsync(ParseResult arguments, DoctorReport report, CancellationToken cancellationToken)
    {
        var html = arguments.GetResult(_html) is { Implicit: false };
        var file = arguments.GetValue(_html);
        if (html && file is not null) await SaveAsync(file, report, cancellationToken);
        if (arguments.GetValue(_json)) Terminal.WriteJson(DoctorReportRecord.Of(report), JsonLines.Default.DoctorReportRecord);
        else if (html && file is null) DoctorHtml.Write(Terminal.Out, report);
        else DoctorText.Write(Terminal.Out, report, Text(arguments));
    }

    private DoctorTextOptions Text(ParseResult arguments) => new()
    {
        Width = Math.Min(Terminal.Timeline.Width, 120),
        Colour = Terminal.UsesColour,
        AllRemedies = arguments.GetValue(_remedies),
    };

    // Not for others: it tells where the server is weak.
    private async Task SaveAsync(string file, DoctorReport report, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(file, options);
        await using var writer = new StreamWriter(stream);
        DoctorHtml.Write(writer, report);
        await writer.FlushAsync(cancellationToken);
        Terminal.WriteRemark($"the report is in {file}");
    }

    private void ShowProgress(DoctorCheck check)
    {
        var number = 1 + DoctorCheck.All.TakeWhile(other => other != check).Count();
        Terminal.Error.Write($"\r\x1b[K{number}/{DoctorCheck.All.Count} {check.Id} {check.Title}…");
    }

    private void ClearProgress()
    {
        if (Terminal.DrawsProgress) Terminal.Error.Write("\r\x1b[K");
    }
}
