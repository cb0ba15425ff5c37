using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sealift.Cli.Output;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Connecting;

/// <summary>Whom to trust, from --pin, --ca, --insecure, the known hosts and, on a terminal, the user's answer.</summary>
internal sealed class TrustChoice(Terminal terminal)
{
    public IReadOnlyList<string> Pins { get; init; } = [];

    public string? CaFile { get; init; }

    /// <summary>The files of --crl.</summary>
    public IReadOnlyList<string> RevocationLists { get; init; } = [];

    /// <summary>--crl-optional.</summary>
    public bool AcceptsMissingLists { get; init; }

    public bool IsInsecure { get; init; }

    /// <summary>Whether nobody is asked, and no date is warned of: the command tells about the certificate itself. Default false.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The roots of --ca; null for the system's.</summary>
    public static X509Certificate2Collection? FindRoots(string? caFile) => caFile is null ? null : ReadRoots(caFile, "--ca");

    /// <summary>The trust that these options mean.</summary>
    public ServerTrust Create()
    {
        if (IsInsecure && Pins.Count > 0)
            throw CommandException.Usage("--insecure contradicts --pin.", "Leave one of them out.");

        var policy = new TrustPolicy
        {
            Pins = [.. Pins.Select(ReadPin)],
            Roots = FindRoots(CaFile),

            // Pins decide alone; then a machine without a home directory needs no known hosts either.
            Store = Pins.Count > 0 ? null : new TrustStore(TrustStore.DefaultPath),
            Ask = terminal.CanAsk && !IsInsecure && !IsQuiet ? AskAsync : null,
            Revocation = ReadRevocationLists(),
        };
        if (IsInsecure) return new InsecureTrust(Warn, policy);
        return IsQuiet ? policy : new ExpiryWatch(terminal, policy);
    }

    /// <summary>Reads a pin as it is typed.</summary>
    public static SpkiPin ReadPin(string text) => SpkiPin.TryParse(text, out var pin)
        ? pin
        : throw CommandException.Usage(
            "--pin is not a pin.", "A pin is sha256// and 44 characters of base64, or SHA256: and 64 hex digits.");

    /// <summary>The certificates of a PEM file that an option names.</summary>
    public static X509Certificate2Collection ReadRoots(string file, string option)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(file);
            return roots.Count > 0
                ? roots
                : throw CommandException.Local($"{file} holds no PEM certificate.", $"{option} takes a file of -----BEGIN CERTIFICATE----- blocks.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw CommandException.Local($"{option} cannot be read: {e.Message}", $"{option} takes a file of PEM certificates.", e);
        }
    }

    private RevocationCheck? ReadRevocationLists()
    {
        if (RevocationLists.Count == 0)
        {
            return AcceptsMissingLists ? throw CommandException.Usage("--crl-optional needs --crl.", "Give the lists that there are, or leave it out.") : null;
        }

        try
        {
            return new RevocationCheck([.. RevocationLists.SelectMany(RevocationList.Load)]) { AcceptsMissingLists = AcceptsMissingLists };
        }
        catch (TlsException e) when (e.Failure == TlsFailure.RevocationListUnusable)
        {
            throw CommandException.Local($"--crl: {e.Message}", e.Hint, e, code: FailureCode.RevocationList);
        }
    }

    private void Warn(ServerIdentity identity, TrustDecision judgement) => terminal.WriteWarning(judgement.IsTrusted
        ? $"--insecure: the certificate of {identity.Host} was not checked; it would have been trusted without --insecure."
        : $"--insecure: the certificate of {identity.Host} was not checked. {judgement.Reason}");

    private async ValueTask<bool> AskAsync(ServerIdentity identity, TrustDecision refusal, CancellationToken cancellationToken)
    {
        if (terminal.Person is { } person) return await person.TrustAsync(identity, refusal, cancellationToken);
        terminal.WriteWarning(refusal.Reason);
        CertificateCard.Write(terminal.Error, identity);
        return await Question.AskAsync(terminal, "Trust this key from now on?", cancellationToken);
    }
}
