using System.CommandLine;
using Sealift.Cli.Certificates;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Tls.Certificates;

namespace Sealift.Cli.Commands;

/// <summary>Makes a key and a request that an authority can sign.</summary>
internal sealed class CertRequestCommand : SealiftCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The files' name, with a directory or without: NAME.csr is the request, NAME.key the private key." };
    private readonly CertificateOptions _content = new();
    private readonly KeyOptions _key;
    private readonly Option<bool> _force = new("--force") { Description = "Replace files that are there. A private key that is replaced is lost." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object: action, certificate, key, request, subject, pin, fingerprint, notBefore, notAfter." };

    public CertRequestCommand(Terminal terminal)
        : base(terminal, "csr", "make a key and a request (CSR) for an authority to sign")
    {
        _key = new KeyOptions(_content);
        Arguments.Add(_name);
        foreach (var option in (IEnumerable<Option>)[.. _content.Content, .. _key.All, _force, _json]) Options.Add(option);
    }

    public override IReadOnlyList<string> Details =>
    [
        "Send NAME.csr to the authority; the key stays here. What comes back is the certificate: connect with --cert CERTIFICATE --key NAME.key. The request is for a client unless --server is given.",
        "The key is written as \"sealift cert new\" writes it: encrypted with a passphrase that is asked, mode 0600.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift cert csr anna", "anna.csr to send, anna.key to keep"),
        ("sealift cert csr anna --subject \"CN=anna, O=Example Ltd, C=DE\" --name anna@example.org --key-type rsa-2048", "as a partner's form asks for it"),
        ("sealift cert csr anna --key anna.key --force", "for a renewal with the same key"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var stem = CertificateOptions.Stem(arguments.GetRequiredValue(_name));
        var purposes = _content.Purposes(arguments);
        var template = _content.Template(arguments, stem, purposes == CertificatePurposes.None ? CertificatePurposes.Client : purposes);
        var (requestPath, keyPath) = ($"{stem}.csr", $"{stem}.key");
        var files = new CertificateFiles(arguments.GetValue(_force));
        files.Reserve(_key.MakesKey(arguments) ? [requestPath, keyPath] : [requestPath]);

        var (key, text) = await _key.TakeAsync(Terminal, arguments, keyPath, cancellationToken);
        using (key)
        {
            if (text is not null) files.Add(keyPath, text, isPrivate: true);
            files.Add(requestPath, CertificateMaker.Request(template, key) + "\n", isPrivate: false);
            files.Write();
            if (arguments.GetValue(_json))
            {
                var record = new MadeRecord { Action = "csr", Request = requestPath, Key = text is null ? null : keyPath, Subject = template.Subject.Name, Pin = key.Pin.ToString() };
                Terminal.WriteJson(record, JsonLines.Default.MadeRecord);
                return ExitCode.Ok;
            }

            Terminal.WriteRemark($"request     {requestPath}: send it to the authority");
            if (text is not null) Terminal.WriteRemark($"private key {keyPath} ({key.Description}): keep it, give it to nobody");
            return ExitCode.Ok;
        }
    }
}
