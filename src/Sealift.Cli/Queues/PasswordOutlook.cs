using Sealift.Cli.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Sites;
using Sealift.Sites.Vaults;

namespace Sealift.Cli.Queues;

/// <summary>Whether a job will find the passwords that it needs when it runs, or will have to ask.</summary>
internal sealed class PasswordOutlook(Terminal terminal)
{
    /// <summary>What a job will have to ask for; null if nothing. No secret is read, and nobody is asked.</summary>
    public async ValueTask<string?> FindQuestionAsync(ConnectionSettings typed, RemoteLocation location, CancellationToken cancellationToken)
    {
        var site = location.Site;
        var hasSaved = site?.Secrets.Contains(SecretKind.Password, StringComparer.Ordinal) == true;
        var source = new PasswordSource(terminal)
        {
            UserOption = typed.Find(KnownSettings.User),
            PasswordFile = typed.Find(KnownSettings.PasswordFile) ?? location.Settings.Find(KnownSettings.PasswordFile),
            SiteUser = site?.User,
            Saved = hasSaved ? static _ => ValueTask.FromResult<string?>("kept") : null,
            HasCertificate = (typed.Find(KnownSettings.Certificate) ?? location.Settings.Find(KnownSettings.Certificate)) is not null,
            Prompt = null,

            // The environment of the run is another one.
            Environment = static name => name == PasswordSource.Variable ? null : System.Environment.GetEnvironmentVariable(name),
        };
        try
        {
            await source.FindAsync(location.Url, cancellationToken);
        }
        catch (CommandException e) when (e.Code == FailureCode.NoPassword)
        {
            return $"the password of {typed.Find(KnownSettings.User) ?? location.User} on {location.Host}";
        }

        var asksForVault = hasSaved && typed.Find(KnownSettings.VaultPassphraseFile) is null
            && string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable(VaultAccess.Variable));
        return asksForVault ? "the passphrase of the vault" : null;
    }
}
