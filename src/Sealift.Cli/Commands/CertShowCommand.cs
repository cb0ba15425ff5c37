using System.CommandLine;
using Sealift.Cli.Certificates;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Core;
using Sealift.Sites;
using Sealift.Tls.Certificates;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Commands;

/// <summary>Shows what is in a file of certificates and keys, or what a server presents.</summary>
internal sealed class CertShowCommand : SealiftCommand
{
    private readonly Argument<string> _target = new("FILE|HOST[:PORT]") { Description = "A file: certificate, key, request, revocation list (PEM or DER), PFX. Or a server; port 990 and ftps:// URLs mean implicit TLS." };
    private readonly Option<string?> _passphraseFile = new("--passphrase-file") { HelpName = "FILE", Description = "The passphrase of an encrypted key or PFX is the first line of this file; - reads it from stdin. Then SEALIFT_CERT_PASSWORD; else it is asked." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line for each thing found; the fields are in docs/cli.md." };

    public CertShowCommand(Terminal terminal)
        : base(terminal, "show", "show a certificate, key, request or list of a file, or a server's certificate")
    {
        Arguments.Add(_target);
        Options.Add(_passphraseFile);
        Options.Add(_json);
        TakeTraceOptions();
    }

    public override IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> OptionGroups => [TraceGroup];

    public override IReadOnlyList<string> Details =>
    [
        "A file by this name goes first; write a URL (ftpes://HOST) to mean a server all the same. Of a server the whole chain that it sends is shown and whether it would be trusted; no user name is sent.",
        "The pin is that of the key: a key file and its certificate show the same one. The fingerprint is the SHA-256 of the certificate.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift cert show anna.pem", "subject, issuer, names, validity, key, usage, pin, fingerprint"),
        ("sealift cert show ftp.example.org", "what the server on port 21 presents"),
        ("sealift cert show partner.pfx --json", "for a program; asks for the passphrase"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var target = arguments.GetRequiredValue(_target);
        var isUrl = target.Contains("://", StringComparison.Ordinal);
        if (!isUrl && (File.Exists(target) || Directory.Exists(target)))
        {
            CertificateFiles.RequireFile(target, "FILE must be a file.");
            await ShowFileAsync(arguments, target, cancellationToken);
            return ExitCode.Ok;
        }

        if (!isUrl && LooksLikeFile(target)) throw CommandException.Local($"{target}: no such file.", "Check the path. For a server write ftpes://HOST.", code: FailureCode.NoLocalFile);
        await ShowServerAsync(arguments, ServerAddress.Parse(target), cancellationToken);
        return ExitCode.Ok;
    }

    private static bool LooksLikeFile(string target) => target.Contains(Path.DirectorySeparatorChar)
        || Path.GetExtension(target).ToUpperInvariant() is ".PEM" or ".CRT" or ".CER" or ".DER" or ".KEY" or ".CSR" or ".PFX" or ".P12" or ".CRL";

    private async ValueTask ShowFileAsync(ParseResult arguments, string path, CancellationToken cancellationToken)
    {
        var file = CertificateFile.Read(path);
        var passphrases = new Passphrases(Terminal) { File = arguments.GetValue(_passphraseFile) };
        var certificates = file is { IsPfx: true, IsEncrypted: true } ? await passphrases.OpenAsync(path, file.Open, cancellationToken) : file.Open(null);
        foreach (var certificate in certificates) Show(arguments, ShownRecord.Of(path, CertificateFacts.Of(certificate)), CertificateFacts.Of(certificate));
        foreach (var request in file.Requests) Show(arguments, ShownRecord.Of(path, request));
        foreach (var list in file.RevocationLists) Show(arguments, ShownRecord.Of(path, list));
        if (file.HasKey || certificates.Any(certificate => certificate.HasPrivateKey))
        {
            using var key = file.IsEncrypted ? await passphrases.OpenAsync(path, file.OpenKey, cancellationToken) : file.OpenKey(null);
            Show(arguments, ShownRecord.Of(path, key, file.IsEncrypted));
        }

        foreach (var certificate in certificates) certificate.Dispose();
    }

    private async ValueTask ShowServerAsync(ParseResult arguments, ServerAddress server, CancellationToken cancellationToken)
    {
        var seen = await CertificateLook.AtAsync(Terminal, server, options => Trace.Observe(arguments, options, ConnectionSettings.None), cancellationToken);
        var policy = new TrustPolicy { Store = new TrustStore(TrustStore.DefaultPath) };
        var judgement = await policy.DecideAsync(seen, cancellationToken);
        foreach (var certificate in seen.Intermediates.Prepend(seen.Certificate))
        {
            var facts = CertificateFacts.Of(certificate);
            var isLeaf = ReferenceEquals(certificate, seen.Certificate);
            Show(arguments, ShownRecord.Of($"{server.Host}:{server.Port}", facts) with { Trusted = isLeaf ? judgement.IsTrusted : null }, facts);
        }

        if (!arguments.GetValue(_json)) Terminal.Out.WriteLine(judgement.IsTrusted ? $"trusted: it {TerminalText.Escape(judgement.Reason)}" : "not trusted:");
        if (!arguments.GetValue(_json) && !judgement.IsTrusted)
            foreach (var line in judgement.Reason.Split('\n')) Terminal.Out.WriteLine($"  {TerminalText.Escape(line)}");
    }

    private void Show(ParseResult arguments, ShownRecord record, CertificateFacts? facts = null)
    {
        if (arguments.GetValue(_json))
        {
            Terminal.WriteJson(record, JsonLines.Default.ShownRecord);
            return;
        }

        if (facts is not null) CertificateText.Write(Terminal.Out, facts, TimeProvider.System.GetUtcNow());
        else CertificateText.Write(Terminal.Out, record);
        Terminal.Out.WriteLine();
    }
}
