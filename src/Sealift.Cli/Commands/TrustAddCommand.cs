using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Sites;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Commands;

/// <summary>Trusts a server's key.</summary>
internal sealed class TrustAddCommand : SealiftCommand
{
    private readonly Argument<string> _server = new("HOST[:PORT]") { Description = "The server, or NAME: for a saved site. Port 990 and ftps:// URLs mean implicit TLS; the default is port 21, explicit." };
    private readonly Option<string?> _pin = new("--pin") { HelpName = "PIN", Description = "Trust this key, sha256//BASE64 or SHA256:hex of its SPKI, without connecting and without a question." };

    public TrustAddCommand(Terminal terminal)
        : base(terminal, "add", "trust a server's key from now on")
    {
        Arguments.Add(_server);
        Options.Add(_pin);
        TakeTraceOptions();
    }

    public override IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> OptionGroups => [TraceGroup];

    public override IReadOnlyList<string> Details =>
    [
        "Without --pin it connects, shows the certificate that the server presents, and asks. No user name is sent.",
        "A server that is known with another key is not changed: remove it first, when its operator confirms the new key.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift trust add ftp.example.org", "look at the certificate and decide"),
        ("sealift trust add ftps://ftp.example.org", "the same on port 990, implicit TLS"),
        ("sealift trust add ftp.example.org:21 --pin sha256//…", "what an error message about an unknown key proposes"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var server = ServerAddress.Parse(arguments.GetRequiredValue(_server));
        var store = new TrustStore(TrustStore.DefaultPath);
        var host = arguments.GetValue(_pin) is { } pin
            ? new KnownHost { Host = server.Host, Port = server.Port, Pin = TrustChoice.ReadPin(pin), Added = TimeProvider.System.GetUtcNow() }
            : await LookAsync(arguments, server, cancellationToken);

        var known = await store.FindAsync(server.Host, server.Port, cancellationToken);
        if (known is not null && known.Pin != host.Pin) throw Changed(server, known, host);
        if (known is not null)
        {
            Terminal.WriteRemark($"{server.Host} port {server.Port} is trusted with this key already.");
            return ExitCode.Ok;
        }

        if (arguments.GetValue(_pin) is null) await AskAsync(server, host, cancellationToken);
        if (!await store.AddAsync(host, replace: false, cancellationToken)) throw Changed(server, host, host);
        Terminal.WriteRemark($"{server.Host} port {server.Port} is trusted from now on ({store.Path}).");
        return ExitCode.Ok;
    }

    private static CommandException Changed(ServerAddress server, KnownHost known, KnownHost presented) => new(
        ExitCode.NotTrusted,
        ChangeTable.Write(known, presented, Terminal.ErrorWidth),
        "Somebody may be in between. Only if the server's operator confirms the new key: "
            + $"{TrustCommand.Remove(server.Host, server.Port)} and then this command again.")
    {
        Code = FailureCode.KeyChanged,
    };

    private async Task<KnownHost> LookAsync(ParseResult arguments, ServerAddress server, CancellationToken cancellationToken)
    {
        var seen = await CertificateLook.AtAsync(Terminal, server, options => Trace.Observe(arguments, options, ConnectionSettings.None), cancellationToken);
        var judgement = await new TrustPolicy().DecideAsync(seen, cancellationToken);
        CertificateCard.Write(Terminal.Error, seen);
        Terminal.WriteWarning(judgement.IsTrusted
            ? $"This server would be trusted without being added: it {judgement.Reason}."
            : judgement.Reason);
        return KnownHost.From(seen, TimeProvider.System.GetUtcNow());
    }

    private async Task AskAsync(ServerAddress server, KnownHost host, CancellationToken cancellationToken)
    {
        var isTrusted = Terminal.CanAsk && await Question.AskAsync(Terminal, "Trust this key from now on?", cancellationToken);
        if (isTrusted) return;
        throw new CommandException(
            ExitCode.NotTrusted,
            $"{server.Host} port {server.Port} was not added.",
            $"If this is the server's key: {TrustCommand.Add(server.Host, server.Port, host.Pin)}")
        {
            Code = FailureCode.NotConfirmed,
        };
    }
}
