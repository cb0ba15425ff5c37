using System.Globalization;
using System.Text.Json;
using Sealift.Transfer.State;
using Sealift.Transfer.State.Sqlite;

namespace Sealift.Transfer.Queues;

/// <summary>
/// The queue of a state file. Each change is one transaction, on the disk when the call returns; several processes may change the queue, and one
/// of them at a time runs it (<see cref="TakeRunnerLock"/>).
/// </summary>
public sealed class TransferQueue
{
    /// <summary>The most runs that the history has; older ones are forgotten.</summary>
    public const int MaxHistory = 1000;

    // Done jobs that are kept for "ls"; the history has the rest.
    private const int MaxDone = 200;

    private readonly StateFile _file;

    /// <summary>The queue of a file.</summary>
    /// <param name="file">The open state file.</param>
    public TransferQueue(StateFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        _file = file;
    }

    private DateTimeOffset Now => _file.Time.GetUtcNow();

    /// <summary>Adds a job at the end of those of its priority.</summary>
    /// <exception cref="FormatException">Its schedule is none, or its options are no JSON object.</exception>
    /// <exception cref="StateException">The file cannot be written.</exception>
    public TransferJob Add(NewJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return AddAll([job])[0];
    }

    /// <summary>Adds several jobs, all of them or none.</summary>
    /// <param name="jobs">The jobs, in the order in which they run.</param>
    /// <exception cref="FormatException">The schedule of one is none, or its options are no JSON object.</exception>
    /// <exception cref="StateException">The file cannot be written.</exception>
    public IReadOnlyList<TransferJob> AddAll(IReadOnlyList<NewJob> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        foreach (var job in jobs) RequireObject(job.Options);
        var due = jobs.Select(job => job.Schedule?.Next(Now)).ToList();
        return _file.Change(database =>
        {
            var last = long.Parse(
                database.Find("SELECT max((SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'job'), (SELECT ifnull(max(id), 0) FROM job))")!,
                CultureInfo.InvariantCulture);
            var added = new List<TransferJob>(jobs.Count);
            foreach (var job in jobs)
            {
                var id = ++last;
                added.Add(new TransferJob(id, job.Source, job.Target)
                {
                    Options = job.Options,
                    Priority = job.Priority,
                    Place = id,
                    State = job.IsPaused ? JobState.Paused : JobState.Waiting,
                    Schedule = job.Schedule,
                    Added = Now,
                    Due = due[added.Count],
                });
                Write(database, added[^1]);
            }

            return added;
        });
    }

    /// <summary>All jobs, in the order in which they run when all are due.</summary>
    /// <exception cref="StateException">The file cannot be read.</exception>
    public IReadOnlyList<TransferJob> List() => _file.Read(Read);

    /// <summary>A job; null if there is none of that number.</summary>
    /// <exception cref="StateException">The file cannot be read.</exception>
    public TransferJob? Find(long id) => _file.Read(database => Find(database, id));

    /// <summary>Changes a job.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="change">From what it is to what it shall be; null for nothing to be changed. It may be called with a job that another process has changed meanwhile.</param>
    /// <returns>The job as it is now; null if there is none of that number.</returns>
    /// <exception cref="StateException">The file cannot be written.</exception>
    internal TransferJob? Change(long id, Func<TransferJob, TransferJob?> change) => _file.Change(database =>
    {
        if (Find(database, id) is not { } before) return null;
        if (change(before) is not { } after) return before;
        Write(database, after);
        return after;
    });

    /// <summary>Keeps a job from running; one that runs is stopped by the process that runs it, and goes on later where it was.</summary>
    /// <returns>The job as it is now; null if there is none of that number.</returns>
    public TransferJob? Pause(long id) => Change(id, static job => job.State switch
    {
        JobState.Waiting => job with { State = JobState.Paused },
        JobState.Running => job with { Wanted = JobState.Paused },
        _ => null,
    });

    /// <summary>Lets a paused job run again.</summary>
    /// <returns>The job as it is now; null if there is none of that number.</returns>
    public TransferJob? Resume(long id) => Change(id, static job => job switch
    {
        { State: JobState.Paused } => job with { State = JobState.Waiting },
        { State: JobState.Running, Wanted: JobState.Paused } => job with { Wanted = null },
        _ => null,
    });

    /// <summary>Lets a job run again that failed or is done, at once.</summary>
    /// <returns>The job as it is now; null if there is none of that number.</returns>
    public TransferJob? Retry(long id)
    {
        var now = Now;
        return Change(id, job => job.State is JobState.Failed or JobState.Done || (job.State == JobState.Waiting && job.Due > now)
            ? job with { State = JobState.Waiting, Due = null }
            : null);
    }

    /// <summary>Gives a job another priority.</summary>
    /// <returns>The job as it is now; null if there is none of that number.</returns>
    public TransferJob? SetPriority(long id, int priority) => Change(id, job => job with { Priority = priority });

    /// <summary>Gives a job another schedule; one that is done or failed waits again. What runs ends first.</summary>
    /// <param name="id">The job.</param>
    /// <param name="schedule">When it runs; null for at once.</param>
    /// <returns>The job as it is now; null if there is none of that number.</returns>
    /// <exception cref="FormatException">The schedule is none, or this machine does not know its time zone.</exception>
    public TransferJob? SetSchedule(long id, JobSchedule? schedule)
    {
        var due = schedule?.Next(Now);
        return Change(id, job => job with
        {
            Schedule = schedule,
            Due = due,
            State = job.State is JobState.Done or JobState.Failed ? JobState.Waiting : job.State,
        });
    }

    /// <summary>Gives a job other options; a run that is under way keeps those that it began with.</summary>
    /// <param name="id">The job.</param>
    /// <param name="options">As <see cref="NewJob.Options"/>.</param>
    /// <returns>The job as it is now; null if there is none of that number.</returns>
    /// <exception cref="FormatException">They are no JSON object.</exception>
    public TransferJob? SetOptions(long id, string options)
    {
        RequireObject(options);
        return Change(id, job => job with { Options = options });
    }

    /// <summary>Puts a job before another one, in whose priority it is then.</summary>
    /// <param name="id">The job.</param>
    /// <param name="before">The other one; null for behind all others of its priority.</param>
    /// <returns>The job as it is now; null if there is none of one of the numbers.</returns>
    public TransferJob? Move(long id, long? before) => _file.Change(database =>
    {
        if (Find(database, id) is not { } job) return null;
        var others = Read(database).Where(other => other.Id != id).ToList();
        if (before is null)
        {
            job = job with { Place = others.Select(other => other.Place).Append(job.Place).Max() + 1 };
            Write(database, job);
            return job;
        }

        if (others.Find(other => other.Id == before) is not { } next) return null;

        // Everything from there on makes room.
        foreach (var other in others.Where(other => other.Priority == next.Priority && other.Place >= next.Place)) Write(database, other with { Place = other.Place + 1 });
        job = job with { Priority = next.Priority, Place = next.Place };
        Write(database, job);
        return job;
    });

    /// <summary>Removes a job; one that runs is stopped first, by the process that runs it.</summary>
    /// <returns>Whether there was one of that number.</returns>
    public bool Remove(long id) => _file.Change(database =>
    {
        if (Find(database, id) is not { } job) return false;
        if (job.State == JobState.Running) Write(database, job with { Wanted = JobState.Done });
        else Delete(database, id);
        return true;
    });

    /// <summary>The last runs, the newest first.</summary>
    /// <param name="most">How many at most, 1 to <see cref="MaxHistory"/>.</param>
    public IReadOnlyList<JobRun> History(int most = MaxHistory) => _file.Read(database =>
    {
        var runs = new List<JobRun>();
        using var rows = new SqliteRows(database, $"SELECT document FROM history ORDER BY id DESC LIMIT {most.ToString(CultureInfo.InvariantCulture)}");
        while (rows.Next()) runs.Add(JsonSerializer.Deserialize(rows.Text(0), StateJson.Default.JobRun)!);
        return runs;
    });

    /// <summary>
    /// Makes this process the one that runs the queue, until the lock is disposed. Jobs that a killed process was running wait again.
    /// </summary>
    /// <exception cref="StateException">Another process runs the queue (<see cref="StateFailure.Locked"/>).</exception>
    public StateLock TakeRunnerLock()
    {
        var held = _file.Take("queue", "Another process runs the queue");
        try
        {
            ReturnInterrupted();
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The process that runs the queue now; null where none does, or it cannot be told.</summary>
    public LockOwner? FindRunner()
    {
        if (_file.TryTake("queue", out var owner) is not { } free) return owner;
        free.Dispose();
        return null;
    }

    /// <summary>Takes the next job that is due; it is running then. Only for the process that has the runner's lock.</summary>
    /// <returns>The job; null where none is due.</returns>
    public TransferJob? TakeNext(IReadOnlyCollection<long>? except = null) => _file.Change(database =>
    {
        var now = Now;
        if (Read(database).FirstOrDefault(job => job.IsDue(now) && except?.Contains(job.Id) != true) is not { } next) return null;
        next = next with { State = JobState.Running, Started = now, Wanted = null };
        Write(database, next);
        return next;
    });

    /// <summary>When the next job is due that is not due yet; null where none is.</summary>
    public DateTimeOffset? NextDue()
    {
        var now = Now;
        return _file.Read(Read).Where(job => job.State == JobState.Waiting && job.Due > now).Select(job => job.Due).Min();
    }

    /// <summary>Ends the run of a job: it is done, failed, or waits for its next time, and the history has one run more.</summary>
    /// <param name="id">The job, which this process took.</param>
    /// <param name="result">What came of it.</param>
    /// <returns>The job as it is now; null if it was removed.</returns>
    public TransferJob? End(long id, JobResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return _file.Change(database =>
        {
            if (Find(database, id) is not { } job) return null;
            Remember(database, new JobRun(job.Id, job.Source, job.Target, result));
            if (job.Wanted == JobState.Done)
            {
                Delete(database, id);
                return null;
            }

            job = After(job, result);
            Write(database, job);
            Prune(database);
            return job;
        });
    }

    private TransferJob After(TransferJob job, JobResult result)
    {
        var ended = job with { Last = result, Started = null, Wanted = null, Runs = job.Runs + (result.Outcome is JobOutcome.Stopped or JobOutcome.Interrupted ? 0 : 1) };
        if (job.Wanted == JobState.Paused) return ended with { State = JobState.Paused };
        if (result.Outcome is JobOutcome.Stopped or JobOutcome.Interrupted) return ended with { State = JobState.Waiting };

        // What comes again is due at its next time, whatever came of this one.
        if (job.Schedule is { Cron: not null } schedule && schedule.Next(Now) is { } due) return ended with { State = JobState.Waiting, Due = due };
        return ended with { State = result.Outcome == JobOutcome.Done ? JobState.Done : JobState.Failed };
    }

    private void ReturnInterrupted() => _file.Change(database =>
    {
        var now = Now;
        foreach (var job in Read(database).Where(job => job.State == JobState.Running))
        {
            var result = new JobResult(JobOutcome.Interrupted, job.Started ?? now, now) { Cause = "The process that ran it ended in the middle." };
            Remember(database, new JobRun(job.Id, job.Source, job.Target, result));
            if (job.Wanted == JobState.Done) Delete(database, job.Id);
            else Write(database, After(job, result));
        }

        return true;
    });

    private static void RequireObject(string options)
    {
        try
        {
            using var document = JsonDocument.Parse(options);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return;
        }
        catch (JsonException e)
        {
            throw new FormatException("The options of a job are a JSON object.", e);
        }

        throw new FormatException("The options of a job are a JSON object.");
    }

    private static List<TransferJob> Read(SqliteDatabase database)
    {
        var jobs = new List<TransferJob>();
        using var rows = new SqliteRows(database, "SELECT document FROM job");
        while (rows.Next()) jobs.Add(JsonSerializer.Deserialize(rows.Text(0), StateJson.Default.TransferJob)!);
        return [.. jobs.OrderByDescending(job => job.Priority).ThenBy(job => job.Place).ThenBy(job => job.Id)];
    }

    private static TransferJob? Find(SqliteDatabase database, long id)
    {
        using var rows = new SqliteRows(database, $"SELECT document FROM job WHERE id = {id.ToString(CultureInfo.InvariantCulture)}");
        return rows.Next() ? JsonSerializer.Deserialize(rows.Text(0), StateJson.Default.TransferJob) : null;
    }

    private static void Write(SqliteDatabase database, TransferJob job)
    {
        var document = JsonSerializer.Serialize(job, StateJson.Default.TransferJob);
        database.Prepare("INSERT OR REPLACE INTO job VALUES(?, ?, ?)")
            .Bind(1, job.Id).Bind(2, document).Bind(3, RowSum.Of(job.Id.ToString(CultureInfo.InvariantCulture), document))
            .RunOnce();
    }

    private static void Delete(SqliteDatabase database, long id) => database.Prepare("DELETE FROM job WHERE id = ?").Bind(1, id).RunOnce();

    private static void Remember(SqliteDatabase database, JobRun run)
    {
        var id = long.Parse(database.Find("SELECT 1 + ifnull(max(id), 0) FROM history")!, CultureInfo.InvariantCulture);
        var document = JsonSerializer.Serialize(run, StateJson.Default.JobRun);
        database.Prepare("INSERT INTO history VALUES(?, ?, ?)")
            .Bind(1, id).Bind(2, document).Bind(3, RowSum.Of(id.ToString(CultureInfo.InvariantCulture), document))
            .RunOnce();
        database.Prepare("DELETE FROM history WHERE id <= ?").Bind(1, id - MaxHistory).RunOnce();
    }

    private static void Prune(SqliteDatabase database)
    {
        foreach (var old in Read(database).Where(job => job.State == JobState.Done).OrderByDescending(job => job.Last?.Ended).Skip(MaxDone)) Delete(database, old.Id);
    }
}
