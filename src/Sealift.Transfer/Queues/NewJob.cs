namespace Sealift.Transfer.Queues;

/// <summary>What is put into the queue.</summary>
/// <param name="Source">Where the files come from: a full local path, a URL without a password, or a saved site's <c>name:path</c>.</param>
/// <param name="Target">Where they go, written like the source.</param>
public sealed record NewJob(string Source, string Target)
{
    /// <summary>How, as JSON that the program understands that runs the job. Without secrets: those come from elsewhere when it runs. Default <c>{}</c>.</summary>
    public string Options { get; init; } = "{}";

    /// <summary>Jobs of a higher priority come first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>When it is due. Default null: at once.</summary>
    public JobSchedule? Schedule { get; init; }

    /// <summary>Whether it waits until somebody resumes it. Default false.</summary>
    public bool IsPaused { get; init; }
}
