using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.Commands;

/// <summary>Goes through a directory, and with <paramref name="isRecursive"/> through those below it, one listing at a time.</summary>
internal sealed class RemoteWalk(Terminal terminal, FtpClient client, ListingView view, bool isRecursive)
{
    // Deeper than any tree of people; a server can invent an endless one.
    private const int MaxDepth = 100;

    /// <summary>Whether a directory below the first could not be listed. It was reported.</summary>
    public bool HasFailures { get; private set; }

    /// <summary>Lists, and says how many entries the first directory has.</summary>
    public async Task<int> RunAsync(FtpPath top, CancellationToken cancellationToken)
    {
        var count = 0;
        var pending = new Stack<(FtpPath Path, string Shown, int Depth)>();
        await foreach (var child in ListAsync(top, "", 0, cancellationToken))
        {
            count++;
            if (child is { } directory) pending.Push(directory);
        }

        while (pending.TryPop(out var next)) await ListBelowAsync(next, pending, cancellationToken);
        return count;
    }

    private async Task ListBelowAsync(
        (FtpPath Path, string Shown, int Depth) directory,
        Stack<(FtpPath Path, string Shown, int Depth)> pending,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var child in ListAsync(directory.Path, directory.Shown + "/", directory.Depth, cancellationToken))
            {
                if (child is { } below) pending.Push(below);
            }
        }
        catch (FtpReplyException e)
        {
            HasFailures = true;
            terminal.WriteFailure(new Failure(ExitCode.SomeFailed, $"{directory.Path} is not listed: {e.Message}", null, e.Code));
        }
    }

    // One result for each entry: null, or the directory it is to be gone into.
    private async IAsyncEnumerable<(FtpPath Path, string Shown, int Depth)?> ListAsync(
        FtpPath directory,
        string prefix,
        int depth,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var unreadable = 0;
        await foreach (var entry in client.ListAsync(directory, cancellationToken))
        {
            if (entry.Kind == FtpEntryKind.Unreadable) unreadable++;
            var path = entry.IsSafeName ? directory.Append(entry.Name) : null;
            view.Add(entry, entry.Kind == FtpEntryKind.Unreadable ? entry.Name : prefix + entry.Name, path);
            yield return isRecursive && entry.Kind == FtpEntryKind.Directory && MayEnter(entry, path, depth)
                ? (path!, prefix + entry.Name, depth + 1)
                : null;
        }

        if (unreadable > 0)
        {
            var place = directory is { IsTop: true, IsAbsolute: false } ? "the login directory" : directory.ToString();
            terminal.WriteWarning(
                $"{unreadable} line{(unreadable == 1 ? "" : "s")} of the listing of {place} could not be read: shown as the server sent "
                + "them, type unreadable. There may be more in it than is shown.");
        }
    }

    private bool MayEnter(FtpEntry entry, FtpPath? path, int depth)
    {
        if (path is not null && depth < MaxDepth) return true;
        HasFailures = true;
        terminal.WriteFailure(new Failure(
            ExitCode.SomeFailed,
            path is null ? $"\"{entry.Name}\" is not entered: it is no possible name." : $"{path} is not entered: it is more than {MaxDepth} directories deep.",
            null,
            FailureCode.PartOfTheWork));
        return false;
    }
}
