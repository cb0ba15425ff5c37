using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Cli.Output;
using Sealift.Tls.Certificates;

namespace Sealift.Cli.Certificates;

/// <summary>The options that say what goes into a certificate or a request.</summary>
internal sealed class CertificateOptions
{
    private static readonly (string Name, CertificateKeyKind Kind)[] Kinds =
    [
        ("ecdsa-p256", CertificateKeyKind.EcdsaP256),
        ("ecdsa-p384", CertificateKeyKind.EcdsaP384),
        ("rsa-2048", CertificateKeyKind.Rsa2048),
        ("rsa-3072", CertificateKeyKind.Rsa3072),
        ("rsa-4096", CertificateKeyKind.Rsa4096),
    ];

    private readonly Option<bool> _client = new("--client") { Description = "For a client: it proves who connects (extended key usage clientAuth)." };
    private readonly Option<bool> _server = new("--server") { Description = "For a server (serverAuth); may be given together with --client." };
    private readonly Option<string?> _subject = new("--subject") { HelpName = "DN", Description = "Who it is about, for example \"CN=Anna, O=Example Ltd, C=DE\". Default: CN= and NAME without its directory." };
    private readonly Option<string[]> _names = new("--name") { HelpName = "NAME", Description = "An alternative name: host name, *.wildcard, IP address, mail address or URI; may be given again. Default for --server: NAME." };
    private readonly Option<int?> _days;
    private readonly Option<string?> _kind;

    public CertificateOptions()
    {
        _days = new Option<int?>("--days")
        {
            HelpName = "DAYS",
            Description = $"How long it is valid, from now. Default: {CertificateTemplate.DefaultDays}; for an authority {CertificateTemplate.DefaultAuthorityDays}.",
        };
        _days.Validators.Add(result =>
        {
            if (!int.TryParse(result.Tokens.SingleOrDefault()?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > CertificateTemplate.MaxDays)
                result.AddError($"--days takes a number from 1 to {CertificateTemplate.MaxDays}.");
        });
        var names = Kinds.Select(kind => kind.Name).ToArray();
        _kind = new Option<string?>("--key-type") { HelpName = "TYPE", Description = $"The new key: {string.Join(", ", names)}. Default: {names[0]}; rsa-2048 for partners with old software." };
        _kind.AcceptOnlyFromAmong(names);
    }

    /// <summary>--client, --server, --subject, --name.</summary>
    public IEnumerable<Option> Content => [_client, _server, _subject, _names];

    public Option Days => _days;

    public Option KeyType => _kind;

    public CertificatePurposes Purposes(ParseResult arguments) =>
        (arguments.GetValue(_client) ? CertificatePurposes.Client : CertificatePurposes.None)
        | (arguments.GetValue(_server) ? CertificatePurposes.Server : CertificatePurposes.None);

    public int ReadDays(ParseResult arguments, int otherwise) => arguments.GetValue(_days) ?? otherwise;

    public CertificateKey NewKey(ParseResult arguments)
    {
        var name = arguments.GetValue(_kind) ?? Kinds[0].Name;
        return CertificateKey.Create(Kinds.First(kind => kind.Name == name).Kind);
    }

    /// <summary>The subject of --subject, if it is given.</summary>
    public X500DistinguishedName? FindSubject(ParseResult arguments)
    {
        if (arguments.GetValue(_subject) is not { } text) return null;
        try
        {
            if (!string.IsNullOrWhiteSpace(text)) return new X500DistinguishedName(text);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw WrongSubject();
        }

        throw WrongSubject();
    }

    /// <summary>The names of --name; null if there are none.</summary>
    public IReadOnlyList<CertificateName>? FindNames(ParseResult arguments)
    {
        if (arguments.GetValue(_names) is not { Length: > 0 } texts) return null;
        return [.. texts.Select(text => CertificateName.TryParse(text, out var name)
            ? name
            : throw CommandException.Usage($"--name takes a host name, an IP address, a mail address or a URI, and \"{text}\" is none.", "Examples: ftp.example.org, *.example.org, 192.0.2.1, anna@example.org."))];
    }

    /// <summary>What goes into a certificate or a request that is named after its file.</summary>
    public CertificateTemplate Template(ParseResult arguments, string stem, CertificatePurposes purposes)
    {
        var name = Path.GetFileName(stem);
        var isServer = purposes.HasFlag(CertificatePurposes.Server);
        IReadOnlyList<CertificateName> own = isServer && CertificateName.TryParse(name, out var host) ? [host] : [];
        var names = FindNames(arguments) ?? own;
        if (isServer && names.Count == 0)
            throw CommandException.Usage($"a server's certificate needs the names that clients type, and \"{name}\" is none.", "Give them with --name ftp.example.org.");
        return new CertificateTemplate
        {
            Subject = FindSubject(arguments) ?? CommonName(name),
            Names = names,
            Purposes = purposes,
            Days = ReadDays(arguments, purposes == CertificatePurposes.Authority ? CertificateTemplate.DefaultAuthorityDays : CertificateTemplate.DefaultDays),
        };
    }

    /// <summary>The files' common beginning: NAME, which may have a directory.</summary>
    public static string Stem(string name)
    {
        if (string.IsNullOrWhiteSpace(Path.GetFileName(name)))
            throw CommandException.Usage("NAME names no file.", "Give a name such as anna: the files anna.pem and anna.key are made.");
        return name.EndsWith(".pem", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".csr", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
    }

    private static CommandException WrongSubject() =>
        CommandException.Usage("--subject is no distinguished name.", "Write it like this: \"CN=Anna, O=Example Ltd, C=DE\".");

    private static X500DistinguishedName CommonName(string name)
    {
        try
        {
            return CertificateTemplate.CommonName(name);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw CommandException.Usage($"\"{name}\" is too long for a common name, which has 1 to 64 characters.", "Give another name with --subject \"CN=…\".");
        }
    }
}
