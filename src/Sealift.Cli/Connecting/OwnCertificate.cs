using Sealift.Cli.Certificates;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Tls;
using Sealift.Tls.Certificates;

namespace Sealift.Cli.Connecting;

/// <summary>The certificate of this side, from the files of --cert and --key.</summary>
internal static class OwnCertificate
{
    /// <summary>Loads it, asks for the passphrase where there is one and somebody to ask, and warns when its time is over or nearly so.</summary>
    /// <param name="passphrases">Where a passphrase comes from.</param>
    /// <param name="terminal">Where warnings go.</param>
    /// <param name="certificate">The file.</param>
    /// <param name="key">The file of the key, if it has its own.</param>
    /// <param name="cancellationToken">Ends the wait for an answer.</param>
    public static async ValueTask<TlsCertificate> LoadAsync(
        Passphrases passphrases, Terminal terminal, string certificate, string? key, CancellationToken cancellationToken)
    {
        CertificateFiles.RequireFile(certificate, "--cert and --key name files on this machine.");
        if (key is not null) CertificateFiles.RequireFile(key, "--cert and --key name files on this machine.");

        var loaded = TlsCertificate.IsEncrypted(certificate, key)
            ? await passphrases.OpenAsync(
                key ?? certificate, passphrase => TlsCertificate.Load(certificate, key, passphrase), cancellationToken)
            : TlsCertificate.Load(certificate, key);
        var facts = CertificateFacts.Of(loaded.Leaf);
        if (CertificateDates.FindNotice(facts.NotBefore, facts.NotAfter, TimeProvider.System.GetUtcNow()) is { } notice)
            terminal.WriteWarning($"your certificate {certificate} ({TerminalText.Escape(facts.Subject)}) {notice}.");
        return loaded;
    }
}
