using System.CommandLine;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Core;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Commands;

/// <summary>Lists the known hosts.</summary>
internal sealed class TrustListCommand : SealiftCommand
{
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line: host, port, pin, added, subject, notBefore, notAfter." };

    public TrustListCommand(Terminal terminal)
        : base(terminal, "ls", "list the trusted servers")
    {
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details =>
        ["The file is $SEALIFT_KNOWN_HOSTS, or sealift/known_hosts in $XDG_CONFIG_HOME or ~/.config."];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
        [("sealift trust ls", "host and port, key, since when, and the certificate's subject")];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var store = new TrustStore(TrustStore.DefaultPath);
        var hosts = (await store.ListAsync(cancellationToken)).Select(KnownHostRecord.Of).ToList();
        if (arguments.GetValue(_json))
        {
            foreach (var host in hosts) Terminal.WriteJson(host, JsonLines.Default.KnownHostRecord);
            return ExitCode.Ok;
        }

        if (hosts.Count == 0) Terminal.WriteRemark($"No server is trusted by its key yet ({store.Path}).");
        var width = hosts.Select(host => Place(host).Length).DefaultIfEmpty().Max();
        foreach (var host in hosts)
            Terminal.Out.WriteLine($"{Place(host).PadRight(width)}  {host.Pin}  {host.Added[..10]}  {TerminalText.Escape(host.Subject ?? "-")}");
        return ExitCode.Ok;
    }

    private static string Place(KnownHostRecord host) =>
        TerminalText.Escape(host.Host.Contains(':') ? $"[{host.Host}]:{host.Port}" : $"{host.Host}:{host.Port}");
}
