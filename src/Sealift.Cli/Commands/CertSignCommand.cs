using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sealift.Cli.Certificates;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Tls;
using Sealift.Tls.Certificates;

namespace Sealift.Cli.Commands;

/// <summary>Signs a request as an authority.</summary>
internal sealed class CertSignCommand : SealiftCommand
{
    private readonly Argument<string> _request = new("REQUEST") { Description = "The request (CSR), PEM or DER." };
    private readonly Option<string> _authority = new("--ca") { HelpName = "FILE", Description = "The authority's certificate: PEM, or a PFX that holds its key too.", Required = true };
    private readonly Option<string?> _authorityKey = new("--ca-key") { HelpName = "FILE", Description = "The authority's private key. Default: beside its certificate, with the ending .key, else in the same file." };
    private readonly Option<string?> _out = new("--out") { HelpName = "FILE", Description = "The certificate. Default: REQUEST with the ending .pem." };
    private readonly CertificateOptions _content = new();
    private readonly Option<string?> _passphraseFile = new("--passphrase-file") { HelpName = "FILE", Description = "The passphrase of the authority's key is the first line of this file; - reads it from stdin. Then SEALIFT_CERT_PASSWORD; else it is asked." };
    private readonly Option<bool> _force = new("--force") { Description = "Replace the certificate if it is there." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object: action, certificate, key, request, subject, pin, fingerprint, notBefore, notAfter." };

    public CertSignCommand(Terminal terminal)
        : base(terminal, "sign", "sign a request (CSR) as an authority")
    {
        Arguments.Add(_request);
        foreach (var option in (IEnumerable<Option>)[_authority, _authorityKey, _out, .. _content.Content, _content.Days, _passphraseFile, _force, _json])
            Options.Add(option);
    }

    public override IReadOnlyList<string> Details =>
    [
        "The request's own signature is verified first. Subject, names and purpose are those of the request unless you say otherwise; a request never gets an authority's rights. Look at it before: sealift cert show REQUEST.",
        "The certificate ends with the authority's own at the latest. Its file holds the authority's certificate too where that is not a root.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift cert sign anna.csr --ca our-ca.pem", "anna.pem, signed with our-ca.key"),
        ("sealift cert sign partner.csr --ca our-ca.pem --client --days 90 --out partner-2026.pem", "for a client, whatever the request asks for"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var requestPath = arguments.GetRequiredValue(_request);
        var output = arguments.GetValue(_out) ?? Path.ChangeExtension(requestPath, ".pem");
        var files = new CertificateFiles(arguments.GetValue(_force));
        var request = ReadRequest(requestPath);
        files.Reserve(output);
        var template = Template(arguments, request, requestPath);

        using var own = await LoadAuthorityAsync(arguments, cancellationToken);
        using var signed = new CertificateAuthority(own).Sign(request, template, TimeProvider.System);
        files.Add(output, Chain(signed, own), isPrivate: false);
        files.Write();

        var facts = CertificateFacts.Of(signed);
        if ((facts.NotAfter - TimeProvider.System.GetUtcNow()).TotalDays < template.Days - 1)
            Terminal.WriteWarning($"the certificate ends with its authority's, on {facts.NotAfter.UtcDateTime:yyyy-MM-dd}.");
        if (arguments.GetValue(_json)) Terminal.WriteJson(MadeRecord.Of("sign", facts) with { Certificate = output, Request = requestPath }, JsonLines.Default.MadeRecord);
        else if (Terminal.ErrorIsTerminal) CertificateText.Write(Terminal.Error, facts, TimeProvider.System.GetUtcNow());
        Terminal.WriteRemark($"certificate {output}");
        return ExitCode.Ok;
    }

    private static SigningRequest ReadRequest(string path)
    {
        CertificateFiles.RequireFile(path, "REQUEST is the file that \"sealift cert csr\" made, or a partner sent.");
        var file = CertificateFile.Read(path);
        return file.Requests.Count == 1
            ? file.Requests[0]
            : throw new CommandException(ExitCode.NotTrusted, $"{path} is not one signing request: it holds {file.Describe()}.", "\"sealift cert csr\" makes a request.");
    }

    // A request may be signed by a machine of the partner's that is not ours: what it does not say must be said here.
    private CertificateTemplate Template(ParseResult arguments, SigningRequest request, string path)
    {
        var purposes = _content.Purposes(arguments);
        var asked = request.Purposes & (CertificatePurposes.Client | CertificatePurposes.Server);
        if (request.Purposes.HasFlag(CertificatePurposes.Authority))
            Terminal.WriteWarning($"{path} asks for an authority's rights; they are not given.");
        if (purposes == CertificatePurposes.None) purposes = asked;
        if (purposes == CertificatePurposes.None)
            throw CommandException.Usage($"{path} does not say what the certificate is for.", "Say it: --client, --server or both.");

        var names = _content.FindNames(arguments) ?? request.Names;
        if (names.FirstOrDefault(name => name.Kind == CertificateNameKind.Other) is not null)
            throw CommandException.Usage($"{path} asks for a name of a kind that is not known here.", "Say the names yourself: --name.");
        return new CertificateTemplate
        {
            Subject = _content.FindSubject(arguments) ?? request.Subject,
            Names = names,
            Purposes = purposes,
            Days = _content.ReadDays(arguments, CertificateTemplate.DefaultDays),
        };
    }

    private async ValueTask<TlsCertificate> LoadAuthorityAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var certificate = arguments.GetRequiredValue(_authority);
        CertificateFiles.RequireFile(certificate, "--ca is the authority's certificate.");
        var key = arguments.GetValue(_authorityKey);
        if (key is not null) CertificateFiles.RequireFile(key, "--ca-key is the authority's private key.");
        var beside = Path.ChangeExtension(certificate, ".key");
        if (key is null && File.Exists(beside) && !CertificateFile.Read(certificate).HasKey) key = beside;

        var passphrases = new Passphrases(Terminal) { File = arguments.GetValue(_passphraseFile) };
        return TlsCertificate.IsEncrypted(certificate, key)
            ? await passphrases.OpenAsync(key ?? certificate, passphrase => TlsCertificate.Load(certificate, key, passphrase), cancellationToken)
            : TlsCertificate.Load(certificate, key);
    }

    private static string Chain(X509Certificate2 signed, TlsCertificate authority)
    {
        var chain = new StringBuilder(signed.ExportCertificatePem()).Append('\n');
        foreach (var certificate in authority.Intermediates.Prepend(authority.Leaf))
            if (!CertificateFacts.Of(certificate).IsSelfSigned) chain.Append(certificate.ExportCertificatePem()).Append('\n');
        return chain.ToString();
    }
}
