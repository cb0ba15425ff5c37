using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Client;

namespace Sealift.Cli.Commands;

/// <summary>Shows a person what a server says of itself, how the connection is secured and how the server is treated.</summary>
internal sealed class ServerCardView(Terminal terminal)
{
    private const int Column = 22;

    public void Write(ServerFactsRecord facts, FtpClient client)
    {
        Row("server", string.Create(CultureInfo.InvariantCulture, $"{facts.Host} port {facts.Port}"));
        Rows("greeting", facts.Greeting);
        Row("system", facts.System ?? "it does not say");
        WriteTls(facts.Tls);

        terminal.Out.WriteLine();
        terminal.Out.WriteLine(facts.Features.Count == 0 ? "It lists no features." : "It says that it has");
        foreach (var (title, lines) in FeatureGroups.Of(client.Features)) Row("  " + title, string.Join(", ", lines));

        terminal.Out.WriteLine();
        Row("profile", $"{facts.Profile.Id}: {facts.Profile.Name}");
        Row("chosen because", facts.Profile.Evidence);
        if (facts.Profile.Rules.Count == 0) Row("rules", "none: it is treated as the standards say");
        foreach (var rule in facts.Profile.Rules)
        {
            Row("  " + rule.Name, rule.Value);
            Row("", $"{rule.Reason} ({rule.Source})");
        }

        if (facts.Doctor is { } note) WriteNote(note);
    }

    private void WriteNote(ServerNoteRecord note)
    {
        terminal.Out.WriteLine();
        Row("examined", string.Create(CultureInfo.InvariantCulture, $"{note.Examined:yyyy-MM-dd HH:mm} UTC by \"sealift doctor\""));
        if (note.Pipelining is { } pipelining) Row("  pipelining", pipelining ? "yes" : "no: one command at a time");
        if (note.Epsv is { } epsv) Row("  EPSV", epsv ? "yes" : "no: PASV is asked for at once");
        if (note.TlsMax is { } version) Row("  newest TLS", version);
        if (note.ImplicitHandshake is { } handshake) Row("  implicit handshake", handshake);
        if (note.Sessions is { } sessions) Row("  sessions at once", sessions.ToString(CultureInfo.InvariantCulture));
    }

    private void WriteTls(ServerTlsRecord? tls)
    {
        if (tls is null)
        {
            Row("tls", "none: everything travels in clear text");
            return;
        }

        Row("tls", $"TLS {tls.Version}, {tls.Suite}{(tls.Group is null ? "" : $", {tls.Group}")}{(tls.ApplicationProtocol is null ? "" : $", ALPN {tls.ApplicationProtocol}")}");
        if (tls.Subject is null) return;
        Row("  subject", tls.Subject);
        Row("  issuer", tls.Issuer!);
        Row("  valid until", string.Create(CultureInfo.InvariantCulture, $"{tls.NotAfter:yyyy-MM-dd}"));
        Row("  key", tls.Pin!);
    }

    private void Rows(string name, IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++) Row(i == 0 ? name : "", lines[i]);
    }

    private void Row(string name, string text) => terminal.Out.WriteLine($"{name.PadRight(Column)}{terminal.Show(text)}".TrimEnd());
}
