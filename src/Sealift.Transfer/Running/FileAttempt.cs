using Sealift.Core;
using Sealift.Transfer.Events;

namespace Sealift.Transfer.Running;

/// <summary>One attempt to copy one file: where it stands, for the judgement of a failure and for whoever watches.</summary>
internal sealed class FileAttempt(RunContext context, FileJob job)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly long _beganAt = context.Time.GetTimestamp();
    private long _toldAt = context.Time.GetTimestamp();

    public FileJob Job { get; } = job;

    /// <summary>How it was let to the target.</summary>
    public Admission Admission { get; set; }

    /// <summary>Whether what is being done now is done in the source.</summary>
    public bool IsAtSource { get; set; } = true;

    /// <summary>Bytes that earlier attempts left and that are gone on with.</summary>
    public long ResumedAt { get; set; }

    /// <summary>Bytes of the file that are in the part.</summary>
    public long Bytes { get; set; }

    public TimeSpan Elapsed => context.Time.GetElapsedTime(_beganAt);

    public void Moved(int count, FtpPath path, long? size)
    {
        Bytes += count;
        context.Count.Moved(count);
        var now = context.Time.GetTimestamp();
        if (context.Time.GetElapsedTime(_toldAt, now) < Interval) return;
        _toldAt = now;
        var seconds = context.Time.GetElapsedTime(_beganAt, now).TotalSeconds;
        context.Feed.Offer(new FileProgress(path, Bytes, size, (Bytes - ResumedAt) / seconds));
        if (context.Count.FindProgress() is { } progress) context.Feed.Offer(progress);
    }
}
