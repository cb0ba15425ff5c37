using Sealift.Transfer.Queues;

namespace Sealift.App.Queue;

/// <summary>Does with a job what a person wants.</summary>
internal static class JobActions
{
    /// <summary>Does it. A job that is gone, or for which it means nothing, stays as it is.</summary>
    public static void Do(TransferQueue queue, long id, JobAction action)
    {
        switch (action)
        {
            case JobAction.Pause:
                queue.Pause(id);
                break;
            case JobAction.Resume:
                queue.Resume(id);
                break;
            case JobAction.Retry:
                queue.Retry(id);
                break;
            case JobAction.Remove:
                queue.Remove(id);
                break;
            case JobAction.Raise or JobAction.Lower when queue.Find(id) is { } job:
                queue.SetPriority(id, job.Priority + (action == JobAction.Raise ? 1 : -1));
                break;
            case JobAction.First when queue.List() is [var first, ..] && first.Id != id:
                queue.Move(id, first.Id);
                break;
            case JobAction.Up or JobAction.Down:
                Shift(queue, id, action == JobAction.Up);
                break;
            default:
                break;
        }
    }

    private static void Shift(TransferQueue queue, long id, bool up)
    {
        var jobs = queue.List().ToList();
        var place = jobs.FindIndex(job => job.Id == id);
        if (place < 0) return;
        if (up && place > 0) queue.Move(id, jobs[place - 1].Id);
        else if (!up && place + 1 < jobs.Count) queue.Move(jobs[place + 1].Id, id);
    }
}
