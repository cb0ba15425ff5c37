using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Tls;

namespace Sealift.Cli.Certificates;

/// <summary>
/// Passphrases of private keys and PFX files. The first of these that has one gives it: --passphrase-file, SEALIFT_CERT_PASSWORD,
/// what a saved site has in its vault, a prompt. Never the command line, which everybody on the machine can see.
/// </summary>
internal sealed class Passphrases(Terminal terminal)
{
    /// <summary>The variable that opens an encrypted key or PFX file.</summary>
    public const string Variable = "SEALIFT_CERT_PASSWORD";

    private const int Attempts = 3;
    private const int ShortLength = 8;

    /// <summary>The file of --passphrase-file.</summary>
    public string? File { get; init; }

    /// <summary>Finds what a saved site has; null (the default) where there is no site.</summary>
    public Func<CancellationToken, ValueTask<string?>>? Saved { get; init; }

    /// <summary>Whether stdin is the data of the command, and so no place for an answer.</summary>
    public bool StdinIsData { get; init; }

    private bool CanAsk => terminal.CanAsk && !StdinIsData;

    /// <summary>Opens what a passphrase locks; a prompt may be answered three times.</summary>
    /// <param name="path">The file, as the prompt names it.</param>
    /// <param name="open">Opens it; throws <see cref="TlsFailure.OwnCertificate"/> for a wrong passphrase.</param>
    /// <param name="cancellationToken">Ends the wait for an answer.</param>
    public async ValueTask<T> OpenAsync<T>(string path, Func<string?, T> open, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is { } given) return open(given);
        if (!CanAsk) return open(null);
        string? problem = null;
        for (var attempt = 1; ; attempt++)
        {
            var answer = await AskAsync(new SecretQuestion($"Passphrase of {path}: ") { File = path, Problem = problem }, cancellationToken);
            try
            {
                return open(answer);
            }
            catch (TlsException e) when (e.Failure == TlsFailure.OwnCertificate && attempt < Attempts)
            {
                terminal.WriteWarning(problem = e.Message);
            }
        }
    }

    /// <summary>A passphrase for a new file, asked twice.</summary>
    /// <param name="path">The file, as the prompt names it.</param>
    /// <param name="cancellationToken">Ends the wait for an answer.</param>
    /// <exception cref="CommandException">There is none and nobody to ask, or the two answers differ (usage).</exception>
    public async ValueTask<string> NewAsync(string path, CancellationToken cancellationToken)
    {
        var passphrase = await FindAsync(cancellationToken);
        if (passphrase is null && !CanAsk)
        {
            throw CommandException.Usage(
                $"there is no passphrase for {path}, and no terminal to ask on.",
                $"Give one with --passphrase-file FILE or in {Variable}. --no-passphrase leaves the key readable to everybody who gets the file.");
        }

        if (passphrase is null)
        {
            passphrase = await AskAsync(new SecretQuestion($"New passphrase for {path}: "), cancellationToken);
            if (passphrase.Length == 0)
                throw CommandException.Usage("an empty passphrase protects nothing.", "--no-passphrase says so by name. Nothing was written.");
            if (await AskAsync(new SecretQuestion("The same once more: "), cancellationToken) != passphrase)
                throw CommandException.Usage("the two passphrases differ.", "Nothing was written; run the command again.");
        }

        if (passphrase.Length < ShortLength)
            terminal.WriteWarning($"the passphrase has fewer than {ShortLength} characters; whoever gets the file may guess it.");
        return passphrase;
    }

    private async ValueTask<string?> FindAsync(CancellationToken cancellationToken)
    {
        if (File is not null) return await SecretFile.ReadAsync(File, StdinIsData, cancellationToken);
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return given;
        return Saved is null ? null : await Saved(cancellationToken);
    }

    private async ValueTask<string> AskAsync(SecretQuestion question, CancellationToken cancellationToken) =>
        await Question.AskSecretAsync(terminal, question, cancellationToken)
        ?? throw new OperationCanceledException("No passphrase was given.", cancellationToken);
}
