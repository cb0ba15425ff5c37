using System.CommandLine;
using Sealift.Cli.Certificates;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Tls.Certificates;

namespace Sealift.Cli.Commands;

/// <summary>Makes a key and a certificate that the key itself signed.</summary>
internal sealed class CertNewCommand : SealiftCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The files' name, with a directory or without: NAME.pem is the certificate, NAME.key the private key." };
    private readonly CertificateOptions _content = new();
    private readonly KeyOptions _key;
    private readonly Option<bool> _authority = new("--ca") { Description = "An authority that signs the certificates of others (sealift cert sign), but no other authority." };
    private readonly Option<bool> _force = new("--force") { Description = "Replace files that are there. A private key that is replaced is lost." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object: action, certificate, key, request, subject, pin, fingerprint, notBefore, notAfter." };

    public CertNewCommand(Terminal terminal)
        : base(terminal, "new", "make a key and a self-signed certificate, or an authority")
    {
        _key = new KeyOptions(_content);
        Arguments.Add(_name);
        foreach (var option in (IEnumerable<Option>)[.. _content.Content, _authority, _content.Days, .. _key.All, _force, _json]) Options.Add(option);
    }

    public override IReadOnlyList<string> Details =>
    [
        $"The key is written encrypted (PKCS #8, PBES2 with AES-256-CBC, PBKDF2-HMAC-SHA-256 with {CertificateKey.DerivationRounds:N0} rounds) and readable to you only (mode 0600). Its passphrase is asked, twice; it is never given on the command line.",
        "The certificate is signed with SHA-256 and has a random serial number of 128 bits, basicConstraints, keyUsage and the extended key usage of its purpose. Say the purpose: --client, --server (or both), or --ca.",
        "No file that exists is replaced without --force.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift cert new anna --client", "anna.pem to give to the server's operator, anna.key to keep"),
        ("sealift cert new our-ca --ca --subject \"CN=Example Ltd FTP CA, O=Example Ltd\"", "an authority, valid for ten years"),
        ("sealift cert new ftp.example.org --server --name 192.0.2.1 --name ftp.example.org", "for \"sealift serve --cert ftp.example.org.pem --key ftp.example.org.key\""),
        ("sealift cert new anna --client --key anna.key --force", "a new certificate for the same key: pins stay good"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var stem = CertificateOptions.Stem(arguments.GetRequiredValue(_name));
        var template = _content.Template(arguments, stem, ReadPurposes(arguments));
        var (certificatePath, keyPath) = ($"{stem}.pem", $"{stem}.key");
        var files = new CertificateFiles(arguments.GetValue(_force));
        files.Reserve(_key.MakesKey(arguments) ? [certificatePath, keyPath] : [certificatePath]);

        var (key, text) = await _key.TakeAsync(Terminal, arguments, keyPath, cancellationToken);
        using (key)
        using (var made = CertificateMaker.SelfSigned(template, key, TimeProvider.System))
        {
            if (text is not null) files.Add(keyPath, text, isPrivate: true);
            files.Add(certificatePath, made.Leaf.ExportCertificatePem() + "\n", isPrivate: false);
            files.Write();

            var facts = CertificateFacts.Of(made.Leaf);
            if (arguments.GetValue(_json))
            {
                var record = MadeRecord.Of("new", facts) with { Certificate = certificatePath, Key = text is null ? null : keyPath };
                Terminal.WriteJson(record, JsonLines.Default.MadeRecord);
                return ExitCode.Ok;
            }

            Terminal.WriteRemark($"certificate {certificatePath}, valid until {facts.NotAfter.UtcDateTime:yyyy-MM-dd}");
            if (text is not null) Terminal.WriteRemark($"private key {keyPath} ({key.Description}): keep it, give it to nobody");
            Terminal.WriteRemark($"pin         {facts.Pin}");
            return ExitCode.Ok;
        }
    }

    private CertificatePurposes ReadPurposes(ParseResult arguments)
    {
        var purposes = _content.Purposes(arguments);
        if (!arguments.GetValue(_authority))
        {
            return purposes != CertificatePurposes.None
                ? purposes
                : throw CommandException.Usage("say what the certificate is for.", "--client, --server, both, or --ca for an authority.");
        }

        return purposes == CertificatePurposes.None
            ? CertificatePurposes.Authority
            : throw CommandException.Usage("--ca contradicts --client and --server.", "An authority signs; make certificates for clients and servers of their own.");
    }
}
