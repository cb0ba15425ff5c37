using System.Text;
using Sealift.Cli.Output;
using Sealift.Core;

namespace Sealift.Cli.Connecting;

/// <summary>Questions on a terminal.</summary>
internal static class Question
{
    private const int MaxSecretLength = 4096;

    /// <summary>Asks yes or no; anything but yes is no.</summary>
    public static async ValueTask<bool> AskAsync(Terminal terminal, string question, CancellationToken cancellationToken)
    {
        await terminal.Error.WriteAsync($"{TerminalText.Escape(question)} [yes/NO] ".AsMemory(), cancellationToken);
        var answer = await ReadAsync(Console.ReadLine, cancellationToken);
        return answer?.Trim().ToUpperInvariant() is "YES" or "Y";
    }

    /// <summary>Asks for a secret, which is not echoed.</summary>
    public static async ValueTask<string?> AskSecretAsync(Terminal terminal, string question, CancellationToken cancellationToken)
    {
        await terminal.Error.WriteAsync(TerminalText.Escape(question).AsMemory(), cancellationToken);
        var answer = await ReadAsync(ReadSecret, cancellationToken);
        await terminal.Error.WriteLineAsync();
        return answer;
    }

    // Reading keys blocks a thread and knows no cancellation; when the user presses Ctrl-C, the wait ends and the process with it.
    private static Task<string?> ReadAsync(Func<string?> read, CancellationToken cancellationToken) =>
        Task.Run(read, CancellationToken.None).WaitAsync(cancellationToken);

    private static string? ReadSecret()
    {
        var secret = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter) return secret.ToString();
            if (key.Key == ConsoleKey.Backspace) secret.Length = Math.Max(0, secret.Length - 1);
            else if (key.Key == ConsoleKey.U && key.Modifiers == ConsoleModifiers.Control) secret.Clear();
            else if (key.Key == ConsoleKey.D && key.Modifiers == ConsoleModifiers.Control && secret.Length == 0) return null;
            else if (key.KeyChar >= ' ' && secret.Length < MaxSecretLength) secret.Append(key.KeyChar);
        }
    }
}
