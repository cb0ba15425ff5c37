using Sealift.Cli.Output;
using Sealift.Sites;
using Sealift.Sites.Vaults;

namespace Sealift.Cli.Connecting;

/// <summary>The way to the vault: its passphrase from a file or, once a command, from the user. Several may need it at once; one of them asks.</summary>
internal sealed class VaultAccess(Terminal terminal, string? passphraseFile)
{
    /// <summary>Names the file of the passphrase where no option does.</summary>
    public const string Variable = "SEALIFT_VAULT_PASSPHRASE_FILE";

    private const int MaxTries = 3;

    private readonly Lock _lock = new();
    private Vault? _vault;
    private Task<Vault>? _opening;

    /// <summary>The file of the vault of this user.</summary>
    public static string Path => new SiteStore(SiteStore.DefaultPath).VaultPath;

    /// <summary>Whether it has been opened and not been closed.</summary>
    public bool IsOpen => _vault is not null;

    private string? PassphraseFile => passphraseFile ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null);

    /// <summary>The vault, opened.</summary>
    /// <exception cref="SiteException">It is absent, damaged or newer, or the passphrase is wrong.</exception>
    public ValueTask<Vault> OpenAsync(CancellationToken cancellationToken) => OpenOnceAsync(OpenNewlyAsync, cancellationToken);

    /// <summary>The vault, opened or made.</summary>
    /// <exception cref="SiteException">It is damaged or newer, or the passphrase is wrong.</exception>
    public ValueTask<Vault> OpenOrCreateAsync(CancellationToken cancellationToken) =>
        _vault is not null || Vault.Exists(Path) ? OpenAsync(cancellationToken) : OpenOnceAsync(CreateAsync, cancellationToken);

    /// <summary>Forgets the keys; the next secret asks for the passphrase again.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _vault?.Dispose();
            _vault = null;
        }
    }

    /// <summary>A new passphrase, from a file or asked twice.</summary>
    public async ValueTask<string> NewPassphraseAsync(string? file, CancellationToken cancellationToken)
    {
        var passphrase = file is not null
            ? await ReadFileAsync(file, cancellationToken)
            : await AskAsync(new SecretQuestion("New passphrase of the vault: ", SecretPurpose.NewVault) { File = Path }, cancellationToken);
        if (passphrase.Length < Vault.MinPassphraseLength)
            throw CommandException.Usage($"the passphrase is too short; it needs {Vault.MinPassphraseLength} characters at least.", "Several words that do not belong together are easy to type and hard to guess.");
        if (file is null && terminal.Person is null && await AskAsync(new SecretQuestion("The same again: ", SecretPurpose.NewVault), cancellationToken) != passphrase)
            throw CommandException.Usage("the two passphrases differ; nothing was changed.", "Try again.");
        return passphrase;
    }

    private static ValueTask<string> ReadFileAsync(string file, CancellationToken cancellationToken) =>
        SecretFile.ReadAsync(file, stdinIsData: false, cancellationToken, "--vault-passphrase-file");

    private async ValueTask<Vault> OpenOnceAsync(Func<CancellationToken, Task<Vault>> open, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<Vault> opening;
            var isOther = true;
            lock (_lock)
            {
                if (_vault is { } known && Refreshed(known)) return known;
                if (_opening is null)
                {
                    _opening = Task.Run(() => open(cancellationToken), CancellationToken.None); // working out the keys takes a while
                    isOther = false;
                }

                opening = _opening;
            }

            try
            {
                var vault = await opening.WaitAsync(cancellationToken);
                lock (_lock) _vault = vault;
                return vault;
            }
            catch (OperationCanceledException) when (isOther && !cancellationToken.IsCancellationRequested)
            {
                // Whoever asked has given up; this one still needs it.
            }
            finally
            {
                lock (_lock)
                {
                    if (ReferenceEquals(_opening, opening) && opening.IsCompleted) _opening = null;
                }
            }
        }
    }

    // Another process may have changed what is in it, or its passphrase, since it was opened.
    private bool Refreshed(Vault vault)
    {
        if (vault.TryRefresh()) return true;
        vault.Dispose();
        _vault = null;
        return false;
    }

    private async Task<Vault> OpenNewlyAsync(CancellationToken cancellationToken)
    {
        // What is wrong with the file is said before anybody types a passphrase.
        Vault.Check(Path);
        if (PassphraseFile is { } file) return Vault.Open(Path, await ReadFileAsync(file, cancellationToken));
        string? problem = null;
        for (var left = MaxTries - 1; ; left--)
        {
            var passphrase = await AskAsync(new SecretQuestion($"Passphrase of the vault ({Path}): ", SecretPurpose.Vault) { File = Path, Problem = problem }, cancellationToken);
            try
            {
                return Vault.Open(Path, passphrase);
            }
            catch (SiteException e) when (e.Failure == SiteFailure.WrongPassphrase && left > 0)
            {
                problem = "that is not the passphrase of the vault; try again.";
                terminal.WriteWarning(problem);
            }
        }
    }

    private async Task<Vault> CreateAsync(CancellationToken cancellationToken)
    {
        if (PassphraseFile is null && terminal.CanAsk)
            terminal.WriteRemark($"A vault will be made for saved passwords ({Path}). Without its passphrase nobody can read it, you neither.");
        return await Vault.CreateAsync(Path, await NewPassphraseAsync(PassphraseFile, cancellationToken), cancellationToken);
    }

    private async ValueTask<string> AskAsync(SecretQuestion question, CancellationToken cancellationToken)
    {
        if (!terminal.CanAsk)
            throw CommandException.Usage("the vault needs its passphrase, and there is no terminal to ask on.", $"Give it with --vault-passphrase-file FILE, or name the file in {Variable}.");
        return await Question.AskSecretAsync(terminal, question, cancellationToken) is { Length: > 0 } answer
            ? answer
            : throw new OperationCanceledException("No passphrase was given.", cancellationToken);
    }
}
