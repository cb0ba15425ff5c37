using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Leftovers;
using Sealift.Transfer.Running;
using Sealift.Transfer.State;

namespace Sealift.Cli.Trees;

/// <summary>What a run leaves for the next one: the journal of unfinished files, in the user's state file.</summary>
internal sealed class TreeMemory : IAsyncDisposable
{
    private readonly StateFile _file;

    private TreeMemory(StateFile file, TransferJournal journal)
    {
        _file = file;
        Journal = journal;
    }

    public TransferJournal Journal { get; }

    /// <summary>Opens it; null, with a warning, where there can be none: then a file that is cut begins again.</summary>
    /// <exception cref="StateException">Another process works on the target, or the file must not be touched.</exception>
    public static async ValueTask<TreeMemory?> OpenAsync(Terminal terminal, TransferSide source, TransferSide target, CancellationToken cancellationToken)
    {
        StateFile file;
        try
        {
            file = await StateFile.OpenAsync(StateFile.DefaultPath, new StateFileOptions { Command = $"sealift: {source.Name} to {target.Name}" }, cancellationToken);
        }
        catch (StateException e) when (e.Failure is StateFailure.Unusable or StateFailure.LibraryMissing)
        {
            terminal.WriteWarning($"nothing is remembered for another run, so that a file that is cut will begin again: {e.Message}");
            return null;
        }

        try
        {
            if (file.Recovery is { } recovery) terminal.WriteWarning($"the state file {file.Path} was damaged and is kept as {recovery.KeptAs}; what was good in it goes on.");
            return new TreeMemory(file, file.OpenJournal(source, target));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>What runs keep on the disk of a target that is full; null where there is nothing, or it is no disk of this machine.</summary>
    public static KeptParts? FindKept(Terminal terminal, StateFile? file, string? directory, TransferRunSummary run)
    {
        if (file is null || directory is null || run.Failures.All(static failure => failure.Class != FailureClass.TargetFull)) return null;
        try
        {
            return KeptParts.Find(file, directory);
        }
        catch (StateException e)
        {
            terminal.WriteWarning($"what earlier runs keep on that disk cannot be told: {e.Message}");
            return null;
        }
    }

    /// <summary>What runs keep on the target's disk; see above.</summary>
    public KeptParts? FindKept(Terminal terminal, TransferSide target, TransferRunSummary run) =>
        FindKept(terminal, _file, (target.Store as LocalFileStore)?.Root, run);

    /// <summary>The run came to its end: what was done need not be remembered and, if it was of the whole tree, no unfinished file of an earlier run stays.</summary>
    public async ValueTask CompleteAsync(Terminal terminal, TransferSide target, bool isWhole, CancellationToken cancellationToken)
    {
        try
        {
            if (isWhole) await Journal.CompleteAsync(target, cancellationToken);
            else await Journal.ForgetDoneAsync();
        }
        catch (Exception e) when (e is FtpException or StateException or IOException)
        {
            terminal.WriteWarning($"unfinished files of earlier runs may remain: {e.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        await _file.DisposeAsync();
    }
}
