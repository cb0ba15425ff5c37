using System.Text;
using Microsoft.Win32.SafeHandles;
using Sealift.Cli.Output;
using Sealift.Core;

namespace Sealift.Cli.Connecting;

/// <summary>Questions on a terminal, or to the person who stands in for one.</summary>
internal static class Question
{
    private const int MaxAnswerBytes = 4096;

    /// <summary>Asks yes or no; anything but yes is no.</summary>
    public static async ValueTask<bool> AskAsync(Terminal terminal, string question, CancellationToken cancellationToken)
    {
        if (terminal.Person is { } person) return await person.ConfirmAsync(question, cancellationToken);
        await terminal.Error.WriteAsync($"{TerminalText.Escape(question)} [yes/NO] ".AsMemory(), cancellationToken);
        var answer = await ReadLineAsync(cancellationToken);
        return answer?.Trim().ToUpperInvariant() is "YES" or "Y";
    }

    /// <summary>Asks for a secret, which is not echoed; <see langword="null"/> at the end of input.</summary>
    public static ValueTask<string?> AskSecretAsync(Terminal terminal, string question, CancellationToken cancellationToken) =>
        AskSecretAsync(terminal, new SecretQuestion(question), cancellationToken);

    /// <summary>Asks for a secret, which is not echoed; <see langword="null"/> at the end of input.</summary>
    public static async ValueTask<string?> AskSecretAsync(Terminal terminal, SecretQuestion question, CancellationToken cancellationToken)
    {
        if (terminal.Person is { } person)
        {
            var told = await person.TellSecretAsync(question, cancellationToken);
            terminal.Secrets.Add(told);
            return told;
        }

        // Echo goes off before the question is seen, or the first characters of a quick answer would show.
        using var silence = SilentTerminal.Enter();
        try
        {
            await terminal.Error.WriteAsync(TerminalText.Escape(question.Text).AsMemory(), cancellationToken);
            var secret = await ReadLineAsync(cancellationToken);
            terminal.Secrets.Add(secret);
            return secret;
        }
        finally
        {
            await terminal.Error.WriteLineAsync();
        }
    }

    // Reading a terminal blocks a thread and knows no cancellation; after Ctrl-C the wait ends, and the process with it.
    private static Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        Task.Run(() => OperatingSystem.IsWindows() ? ReadKeys() : ReadLine(), CancellationToken.None).WaitAsync(cancellationToken);

    // Not Console.ReadLine: it switches the echo of the terminal by itself. The terminal edits the line.
    private static string? ReadLine()
    {
        using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        var line = new List<byte>();
        int next;
        while ((next = input.ReadByte()) is not (-1 or '\n') && line.Count < MaxAnswerBytes) line.Add((byte)next);
        return next == -1 && line.Count == 0 ? null : Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
    }

    private static string? ReadKeys()
    {
        var line = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter) return line.ToString();
            if (key.Key == ConsoleKey.Backspace) line.Length = Math.Max(0, line.Length - 1);
            else if (key.KeyChar >= ' ' && line.Length < MaxAnswerBytes) line.Append(key.KeyChar);
        }
    }
}
