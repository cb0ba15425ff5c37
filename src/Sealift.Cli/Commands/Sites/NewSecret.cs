using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Sites;
using Sealift.Sites.Vaults;

namespace Sealift.Cli.Commands.Sites;

/// <summary>A secret that the vault shall keep: from a file, for a password from the environment, or asked for.</summary>
internal static class NewSecret
{
    public static async ValueTask<string> ReadAsync(Terminal terminal, string kind, Site site, string? file, CancellationToken cancellationToken)
    {
        if (file is not null) return Checked(kind, await SecretFile.ReadAsync(file, stdinIsData: false, cancellationToken));
        if (kind == SecretKind.Password && Environment.GetEnvironmentVariable(PasswordSource.Variable) is { Length: > 0 } given) return Checked(kind, given);
        if (!terminal.CanAsk)
            throw CommandException.Usage($"there is no {kind} to save, and no terminal to ask on.", "Give it with --password-file FILE; - reads it from stdin.");
        return await Question.AskSecretAsync(terminal, $"{Title(kind)} of {site.User ?? "nobody"} on {site.Host}, to be saved: ", cancellationToken) is { Length: > 0 } answer
            ? Checked(kind, answer)
            : throw new OperationCanceledException("Nothing was given.", cancellationToken);
    }

    private static string Title(string kind) => char.ToUpperInvariant(kind[0]) + kind[1..].Replace('-', ' ');

    private static string Checked(string kind, string secret) => secret.Any(char.IsControl)
        ? throw CommandException.Usage($"the {kind} contains a control character; nothing was saved.", "Check where it comes from, for example a stray line end.")
        : secret;
}
