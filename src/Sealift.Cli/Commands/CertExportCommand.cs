using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sealift.Cli.Certificates;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Tls;
using Sealift.Tls.Certificates;

namespace Sealift.Cli.Commands;

/// <summary>Converts between PEM and PFX.</summary>
internal sealed class CertExportCommand : SealiftCommand
{
    // .NET reads no PFX with more than 300,000 rounds for its MAC, nor with more than a million in all: two bags and the MAC.
    private const int PfxRounds = 200_000;

    private readonly Argument<string> _source = new("SOURCE") { Description = "The certificate with its chain: PEM, DER or PFX." };
    private readonly Argument<string> _target = new("TARGET") { Description = "What to write; the ending says what: .pfx or .p12 certificate and key for Windows, CuteFTP or EFT; .pem certificate, chain and key in one; .der or .cer the certificate alone." };
    private readonly Option<string?> _key = new("--key") { HelpName = "FILE", Description = "The private key of SOURCE, if it is in a file of its own." };
    private readonly Option<bool> _withoutKey = new("--no-key") { Description = "Write the certificate and its chain without the key, to give away (.pem)." };
    private readonly Option<bool> _legacy = new("--legacy") { Description = "A PFX for old software (Windows before 2019, old CuteFTP and EFT): 3DES and SHA-1, weak. Warns." };
    private readonly Option<string?> _passphraseFile = new("--passphrase-file") { HelpName = "FILE", Description = "The passphrase of SOURCE is the first line of this file; - reads it from stdin. Then SEALIFT_CERT_PASSWORD; else it is asked." };
    private readonly Option<string?> _newPassphraseFile = new("--new-passphrase-file") { HelpName = "FILE", Description = "The passphrase of TARGET is the first line of this file. Then SEALIFT_CERT_PASSWORD; else it is asked, twice." };
    private readonly Option<bool> _withoutPassphrase = new("--no-passphrase") { Description = "Write the key unencrypted: whoever gets the file has the key. Warns." };
    private readonly Option<bool> _force = new("--force") { Description = "Replace TARGET if it is there." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object: action, certificate, key, request, subject, pin, fingerprint, notBefore, notAfter." };

    public CertExportCommand(Terminal terminal)
        : base(terminal, "export", "convert a certificate and its key between PEM and PFX")
    {
        Arguments.Add(_source);
        Arguments.Add(_target);
        foreach (var option in (IEnumerable<Option>)[_key, _withoutKey, _legacy, _passphraseFile, _newPassphraseFile, _withoutPassphrase, _force, _json])
            Options.Add(option);
    }

    public override IReadOnlyList<string> Details =>
    [
        $"Keys are encrypted: in PEM as \"sealift cert new\" does it, in a PFX with AES-256-CBC and PBKDF2-HMAC-SHA-256 of {PfxRounds:N0} rounds. A file with a key is readable to you only (mode 0600).",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift cert export anna.pem anna.pfx --key anna.key", "one file for Windows and GUI programs"),
        ("sealift cert export partner.pfx partner.pem", "certificate, chain and encrypted key in one PEM file"),
        ("sealift cert export anna.pfx anna-public.pem --no-key", "what the server's operator needs"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (source, target) = (arguments.GetRequiredValue(_source), arguments.GetRequiredValue(_target));
        CertificateFiles.RequireFile(source, "SOURCE is the certificate's file.");
        var key = arguments.GetValue(_key);
        if (key is not null) CertificateFiles.RequireFile(key, "--key is the file of the private key.");
        var format = ReadFormat(arguments, target);
        var files = new CertificateFiles(arguments.GetValue(_force));
        files.Reserve(target);

        var facts = format.NeedsKey
            ? await ExportWithKeyAsync(arguments, files, format, source, target, key, cancellationToken)
            : await ExportPublicAsync(arguments, files, format, source, target, cancellationToken);
        files.Write();
        if (arguments.GetValue(_json)) Terminal.WriteJson(MadeRecord.Of("export", facts) with { Certificate = target, Key = format.NeedsKey ? target : null }, JsonLines.Default.MadeRecord);
        Terminal.WriteRemark($"{target}: {(format.NeedsKey ? "certificate and private key" : "certificate without key")} of {facts.Subject}");
        return ExitCode.Ok;
    }

    private (bool IsPfx, bool IsDer, bool NeedsKey) ReadFormat(ParseResult arguments, string target)
    {
        var withoutKey = arguments.GetValue(_withoutKey);
        var ending = Path.GetExtension(target).ToUpperInvariant();
        if (ending is ".PFX" or ".P12" && withoutKey) throw CommandException.Usage("a PFX is for a key; --no-key is for .pem.", "Give TARGET the ending .pem.");
        if (arguments.GetValue(_legacy) && ending is not (".PFX" or ".P12")) throw CommandException.Usage("--legacy is for a PFX.", "Leave it out, or give TARGET the ending .pfx.");
        return ending switch
        {
            ".PFX" or ".P12" => (true, false, true),
            ".PEM" => (false, false, !withoutKey),
            ".DER" or ".CER" => (false, true, false),
            _ => throw CommandException.Usage($"the ending of {target} does not say what to write.", "It may be .pfx, .p12, .pem, .der or .cer."),
        };
    }

    private async ValueTask<CertificateFacts> ExportPublicAsync(
        ParseResult arguments, CertificateFiles files, (bool IsPfx, bool IsDer, bool NeedsKey) format, string source, string target, CancellationToken cancellationToken)
    {
        var file = CertificateFile.Read(source);
        var passphrases = new Passphrases(Terminal) { File = arguments.GetValue(_passphraseFile) };
        var all = file is { IsPfx: true, IsEncrypted: true } ? await passphrases.OpenAsync(source, file.Open, cancellationToken) : file.Open(null);
        var leaf = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? (all.Count > 0 ? all[0] : null)
            ?? throw new CommandException(ExitCode.NotTrusted, $"{source} holds no certificate, but {file.Describe()}.", "SOURCE is the certificate's file.");
        if (format.IsDer) files.Add(target, leaf.RawData, isPrivate: false);
        else files.Add(target, Pem(leaf, all.Where(certificate => !ReferenceEquals(certificate, leaf))), isPrivate: false);
        return CertificateFacts.Of(leaf);
    }

    private async ValueTask<CertificateFacts> ExportWithKeyAsync(
        ParseResult arguments, CertificateFiles files, (bool IsPfx, bool IsDer, bool NeedsKey) format, string source, string target, string? key, CancellationToken cancellationToken)
    {
        var opening = new Passphrases(Terminal) { File = arguments.GetValue(_passphraseFile) };
        using var own = TlsCertificate.IsEncrypted(source, key)
            ? await opening.OpenAsync(key ?? source, passphrase => TlsCertificate.Load(source, key, passphrase), cancellationToken)
            : TlsCertificate.Load(source, key);
        var facts = CertificateFacts.Of(own.Leaf);

        var passphrase = await NewPassphraseAsync(arguments, target, cancellationToken);
        if (format.IsPfx)
        {
            if (arguments.GetValue(_legacy)) Terminal.WriteWarning($"{target} is encrypted with 3DES and SHA-1; use a long passphrase, and delete the file once it is imported.");
            files.Add(target, Pfx(own, passphrase ?? "", arguments.GetValue(_legacy)), isPrivate: true);
        }
        else
        {
            using var algorithm = (AsymmetricAlgorithm?)own.Leaf.GetRSAPrivateKey() ?? own.Leaf.GetECDsaPrivateKey()!;
            var rules = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, CertificateKey.DerivationRounds);
            var text = passphrase is null ? algorithm.ExportPkcs8PrivateKeyPem() : algorithm.ExportEncryptedPkcs8PrivateKeyPem(passphrase, rules);
            files.Add(target, Pem(own.Leaf, own.Intermediates) + text + "\n", isPrivate: true);
        }

        return facts;
    }

    private async ValueTask<string?> NewPassphraseAsync(ParseResult arguments, string target, CancellationToken cancellationToken)
    {
        if (!arguments.GetValue(_withoutPassphrase))
            return await new Passphrases(Terminal) { File = arguments.GetValue(_newPassphraseFile) }.NewAsync(target, cancellationToken);
        if (arguments.GetValue(_newPassphraseFile) is not null)
            throw CommandException.Usage("--no-passphrase contradicts --new-passphrase-file.", "Leave one of them out.");
        Terminal.WriteWarning($"{target} is not encrypted: whoever gets the file has the key.");
        return null;
    }

    private static byte[] Pfx(TlsCertificate own, string passphrase, bool isLegacy)
    {
        var all = new X509Certificate2Collection { own.Leaf };
        foreach (var certificate in own.Intermediates) all.Add(certificate);
        return isLegacy
            ? all.ExportPkcs12(Pkcs12ExportPbeParameters.Pkcs12TripleDesSha1, passphrase)
            : all.ExportPkcs12(new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, PfxRounds), passphrase);
    }

    private static string Pem(X509Certificate2 leaf, IEnumerable<X509Certificate2> chain)
    {
        var text = new StringBuilder();
        foreach (var certificate in chain.Prepend(leaf)) text.Append(certificate.ExportCertificatePem()).Append('\n');
        return text.ToString();
    }
}
