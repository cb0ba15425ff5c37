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
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line: host, port, pin, added, subject, notBefore, notAfter, issuer, names, key, daysLeft, expiry (valid, soon, expired)." };

    public TrustListCommand(Terminal terminal)
        : base(terminal, "ls", "list the trusted servers")
    {
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Details =>
    [
        "The certificate's end stands there from 30 days ahead as \"expires\". A server is trusted by its key: the end of its certificate does not end that.",
        "The file is $SEALIFT_KNOWN_HOSTS, or sealift/known_hosts in $XDG_CONFIG_HOME or ~/.config.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
        [("sealift trust ls", "host and port, pin, since when, when the certificate ends, and its subject")];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var store = new TrustStore(TrustStore.DefaultPath);
        var hosts = (await store.ListAsync(cancellationToken)).Select(host => KnownHostRecord.Of(host, TimeProvider.System.GetUtcNow())).ToList();
        if (arguments.GetValue(_json))
        {
            foreach (var host in hosts) Terminal.WriteJson(host, JsonLines.Default.KnownHostRecord);
            return ExitCode.Ok;
        }

        if (hosts.Count == 0) Terminal.WriteRemark($"No server is trusted by its key yet ({store.Path}).");
        var width = hosts.Select(host => Place(host).Length).DefaultIfEmpty().Max();
        foreach (var host in hosts)
            Terminal.Out.WriteLine($"{Place(host).PadRight(width)}  {host.Pin}  {host.Added[..10]}  {Expiry(host),-31}  {TerminalText.Escape(host.Subject ?? "-")}");
        return ExitCode.Ok;
    }

    private static string Expiry(KnownHostRecord host) => host.Expiry switch
    {
        null => "-",
        "expired" => $"expired {host.NotAfter![..10]}",
        "soon" => $"expires {host.NotAfter![..10]} (days: {host.DaysLeft})",
        _ => $"until {host.NotAfter![..10]}",
    };

    private static string Place(KnownHostRecord host) =>
        TerminalText.Escape(host.Host.Contains(':') ? $"[{host.Host}]:{host.Port}" : $"{host.Host}:{host.Port}");
}
