using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Tls.Certificates;

namespace Sealift.Cli.Certificates;

/// <summary>The options of a command that makes a key, or takes one that is there.</summary>
internal sealed class KeyOptions(CertificateOptions content)
{
    private readonly Option<string?> _key = new("--key") { HelpName = "FILE", Description = "Use this private key instead of a new one, as for a renewal that keeps the pin." };
    private readonly Option<string?> _file = new("--passphrase-file") { HelpName = "FILE", Description = "The passphrase of the key is the first line of this file; - reads it from stdin. Then SEALIFT_CERT_PASSWORD; else it is asked, twice for a new key." };
    private readonly Option<bool> _none = new("--no-passphrase") { Description = "Write the new key unencrypted: whoever gets the file has the key. Warns." };

    public IEnumerable<Option> All => [content.KeyType, _key, _file, _none];

    /// <summary>The key, and how it is written; the text is null for a key that is there already.</summary>
    public async ValueTask<(CertificateKey Key, string? Text)> TakeAsync(
        Terminal terminal, ParseResult arguments, string path, CancellationToken cancellationToken)
    {
        var passphrases = new Passphrases(terminal) { File = arguments.GetValue(_file) };
        if (arguments.GetValue(_key) is { } existing)
        {
            if (arguments.GetValue(_none) || arguments.GetResult(content.KeyType) is { Implicit: false })
                throw CommandException.Usage("--key takes a key that is there; --key-type and --no-passphrase are for new ones.", "Leave one of them out.");
            return (await OpenAsync(passphrases, existing, cancellationToken), null);
        }

        if (arguments.GetValue(_none) && arguments.GetValue(_file) is not null)
            throw CommandException.Usage("--no-passphrase contradicts --passphrase-file.", "Leave one of them out.");
        var passphrase = arguments.GetValue(_none) ? null : await passphrases.NewAsync(path, cancellationToken);
        if (passphrase is null) terminal.WriteWarning($"{path} is not encrypted: whoever gets the file has the key.");
        var key = content.NewKey(arguments);
        return (key, passphrase is null ? key.ToPem() : key.ToPem(passphrase));
    }

    /// <summary>Opens a key that is there.</summary>
    public static async ValueTask<CertificateKey> OpenAsync(Passphrases passphrases, string path, CancellationToken cancellationToken)
    {
        CertificateFiles.RequireFile(path, "Check the path of the key.");
        var file = CertificateFile.Read(path);
        return file.IsEncrypted ? await passphrases.OpenAsync(path, file.OpenKey, cancellationToken) : file.OpenKey(null);
    }

    /// <summary>Whether a new key will be made.</summary>
    public bool MakesKey(ParseResult arguments) => arguments.GetValue(_key) is null;
}
