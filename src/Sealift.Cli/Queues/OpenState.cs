using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Transfer.State;

namespace Sealift.Cli.Queues;

/// <summary>Opens the file of queue and journal, and tells what became of a damaged one.</summary>
internal static class OpenState
{
    /// <summary>The open file.</summary>
    /// <param name="terminal">Where a repair is told.</param>
    /// <param name="command">What this process does, for others that find something locked.</param>
    /// <param name="cancellationToken">Ends the wait for another process.</param>
    /// <exception cref="StateException">It cannot be used.</exception>
    public static async ValueTask<StateFile> OpenAsync(Terminal terminal, string command, CancellationToken cancellationToken)
    {
        var path = StateFile.DefaultPath;
        var file = await StateFile.OpenAsync(path, new StateFileOptions { Command = ArgumentParsing.Mask(command) }, cancellationToken);
        if (file.Recovery is { } recovery)
        {
            terminal.WriteWarning(
                $"the file of queue and journal was damaged. It is kept as {recovery.KeptAs}; {recovery.Jobs} jobs and the records of {recovery.Files} files "
                + "were good and go on in a new one. \"sealift queue ls\" shows what is there.");
        }

        return file;
    }
}
