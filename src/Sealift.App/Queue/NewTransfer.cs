using Sealift.Transfer.Queues;

namespace Sealift.App.Queue;

/// <summary>A transfer that a person wants; it becomes a job of the queue.</summary>
/// <param name="Source">Where the files come from: a full local path, or a server's address with a path behind it.</param>
/// <param name="Target">Where they go, written likewise. A directory becomes like the source; a file goes into a directory or becomes the file that is named.</param>
public sealed record NewTransfer(string Source, string Target)
{
    /// <summary>How, as the words of "sealift sync" and "sealift queue add", such as <c>--verify</c>. Default none.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Jobs of a higher priority come first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>Whether it waits until somebody resumes it. Default false.</summary>
    public bool IsPaused { get; init; }

    /// <summary>When it runs. Default null: at once.</summary>
    public JobSchedule? Schedule { get; init; }

    /// <summary>
    /// Whether the person is asked about each file that would be replaced. Default true; never for what has a <see cref="Schedule"/>, when nobody may be there,
    /// nor where the words say what happens to existing files.
    /// </summary>
    public bool Asks { get; init; } = true;
}
