using Sealift.Cli.Apps;

namespace Sealift.App.Hosting;

/// <summary>Ends the app when its standard input ends: with the program that started it, however that one ends.</summary>
/// <param name="settings">Whether that is wanted.</param>
/// <param name="lifetime">What ends.</param>
internal sealed class StdinEnd(AppSettings settings, IHostApplicationLifetime lifetime) : BackgroundService
{
    private const int BlockSize = 512;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        settings.EndsWithStdin ? Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default) : Task.CompletedTask;

    // Nothing ends a read of a terminal or a pipe but its end, so it has a thread of its own, and the app does not wait for it.
    public override Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Read()
    {
        using var input = Console.OpenStandardInput();
        var block = new byte[BlockSize];
        while (input.Read(block) > 0) continue;
        lifetime.StopApplication();
    }
}
