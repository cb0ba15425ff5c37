using Sealift.Core;
using Sealift.Transfer.Journals;

namespace Sealift.Transfer.Running;

/// <summary>Tells the journal, where there is one, how far a file is: what another run needs to go on with it.</summary>
internal sealed class JobRecords(RunContext context)
{
    private TransferRunOptions Options => context.Options;

    /// <summary>A file is under way: what its part belongs to.</summary>
    public async ValueTask RememberAsync(FileJob job, FtpEntry before, CancellationToken cancellationToken)
    {
        if (Options.Journal is not { } journal) return;
        await journal.WriteAsync(
            new FileRecord(job.Step.Path, FileState.Pending)
            {
                Part = job.Part,
                Segments = [.. job.Segments.Select(static segment => segment.ToRecord())],
                SourceSize = before.Size,
                SourceModified = before.Modified,
                SourceUnique = before.Unique,
                Attempts = job.Attempt,
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A file is complete under its name.</summary>
    public async ValueTask RememberDoneAsync(FileJob job, FtpEntry before)
    {
        if (Options.Journal is not { } journal) return;
        await journal.WriteAsync(
            new FileRecord(job.Step.Path, FileState.Done)
            {
                SourceSize = before.Size,
                SourceModified = before.Modified,
                SourceUnique = before.Unique,
                Attempts = job.Attempt,
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>A file is given up in this run. Nothing is thrown.</summary>
    public async ValueTask RememberEndAsync(FileRecord record)
    {
        if (Options.Journal is not { } journal) return;
        try
        {
            await journal.WriteAsync(record, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The file has failed already; what the journal adds to that must not hide why.
            Options.Logger.JournalFailed(record.Path.ToString(), e.Message);
        }
    }

    /// <summary>What is to be remembered of a file that is given up.</summary>
    public static FileRecord RecordOf(FileJob job, TransferFailure? cause) => new(job.Step.Path, cause is null || job.Part is not null ? FileState.Pending : FileState.Failed)
    {
        Part = job.Part,
        Segments = [.. job.Segments.Select(static segment => segment.ToRecord())],
        SourceSize = job.Started?.Size,
        SourceModified = job.Started?.Modified,
        SourceUnique = job.Started?.Unique,
        Attempts = job.Attempt,
        Cause = cause?.Cause,
    };
}
