using Sealift.Cli.Output;
using Sealift.Sites;
using Sealift.Sites.Vaults;

namespace Sealift.Cli.Connecting;

/// <summary>The way to the vault: its passphrase from a file or, once a command, from the user.</summary>
internal sealed class VaultAccess(Terminal terminal, string? passphraseFile)
{
    /// <summary>Names the file of the passphrase where no option does.</summary>
    public const string Variable = "SEALIFT_VAULT_PASSPHRASE_FILE";

    private const int MaxTries = 3;

    private Vault? _vault;

    private string? PassphraseFile => passphraseFile ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null);

    private static string Path => new SiteStore(SiteStore.DefaultPath).VaultPath;

    /// <summary>The vault, opened.</summary>
    /// <exception cref="SiteException">It is absent, damaged or newer, or the passphrase is wrong.</exception>
    public async ValueTask<Vault> OpenAsync(CancellationToken cancellationToken)
    {
        if (_vault is not null) return _vault;

        // What is wrong with the file is said before anybody types a passphrase.
        Vault.Check(Path);
        if (PassphraseFile is { } file) return _vault = Vault.Open(Path, await ReadFileAsync(file, cancellationToken));
        for (var left = MaxTries - 1; ; left--)
        {
            var passphrase = await AskAsync($"Passphrase of the vault ({Path}): ", cancellationToken);
            try
            {
                return _vault = Vault.Open(Path, passphrase);
            }
            catch (SiteException e) when (e.Failure == SiteFailure.WrongPassphrase && left > 0)
            {
                terminal.WriteWarning("that is not the passphrase of the vault; try again.");
            }
        }
    }

    /// <summary>The vault, opened or made.</summary>
    /// <exception cref="SiteException">It is damaged or newer, or the passphrase is wrong.</exception>
    public async ValueTask<Vault> OpenOrCreateAsync(CancellationToken cancellationToken)
    {
        if (_vault is not null || Vault.Exists(Path)) return await OpenAsync(cancellationToken);
        if (PassphraseFile is null && terminal.CanAsk)
            terminal.WriteRemark($"A vault will be made for saved passwords ({Path}). Without its passphrase nobody can read it, you neither.");
        return _vault = await Vault.CreateAsync(Path, await NewPassphraseAsync(PassphraseFile, cancellationToken), cancellationToken);
    }

    /// <summary>A new passphrase, from a file or asked twice.</summary>
    public async ValueTask<string> NewPassphraseAsync(string? file, CancellationToken cancellationToken)
    {
        var passphrase = file is not null ? await ReadFileAsync(file, cancellationToken) : await AskAsync("New passphrase of the vault: ", cancellationToken);
        if (passphrase.Length < Vault.MinPassphraseLength)
            throw CommandException.Usage($"the passphrase is too short; it needs {Vault.MinPassphraseLength} characters at least.", "Several words that do not belong together are easy to type and hard to guess.");
        if (file is null && await AskAsync("The same again: ", cancellationToken) != passphrase)
            throw CommandException.Usage("the two passphrases differ; nothing was changed.", "Try again.");
        return passphrase;
    }

    private static ValueTask<string> ReadFileAsync(string file, CancellationToken cancellationToken) =>
        SecretFile.ReadAsync(file, stdinIsData: false, cancellationToken, "--vault-passphrase-file");

    private async ValueTask<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        if (!terminal.CanAsk)
            throw CommandException.Usage("the vault needs its passphrase, and there is no terminal to ask on.", $"Give it with --vault-passphrase-file FILE, or name the file in {Variable}.");
        return await Question.AskSecretAsync(terminal, question, cancellationToken) is { Length: > 0 } answer
            ? answer
            : throw new OperationCanceledException("No passphrase was given.", cancellationToken);
    }
}
