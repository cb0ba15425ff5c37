using Sealift.Core;
using Spectre.Console;

namespace Sealift.Cli.Output;

/// <summary>A progress bar with rate and time left on stderr, where stderr is a terminal; nothing elsewhere.</summary>
internal static class ProgressBar
{
    /// <summary>Runs a transfer under a bar.</summary>
    /// <param name="terminal">Where it is drawn, or not.</param>
    /// <param name="name">What is transferred.</param>
    /// <param name="total">Bytes in all, or <see langword="null"/> when unknown.</param>
    /// <param name="work">The transfer; it reports the bytes done so far.</param>
    public static async Task<T> RunAsync<T>(Terminal terminal, string name, long? total, Func<IProgress<long>?, Task<T>> work)
    {
        if (!terminal.DrawsProgress) return await work(null);

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new DownloadedColumn(),
                new TransferSpeedColumn(),
                new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(TerminalText.Escape(name)), maxValue: Math.Max(total ?? 0, 1));
                task.IsIndeterminate = total is null;
                return await work(new Reporter(task));
            });
    }

    // Progress<T> would post each report to the thread pool; this one only stores a number.
    private sealed class Reporter(ProgressTask task) : IProgress<long>
    {
        public void Report(long value)
        {
            if (task.IsIndeterminate) task.MaxValue = Math.Max(value + 1, task.MaxValue);
            task.Value = value;
        }
    }
}
