namespace Sealift.Fuzz;

/// <summary>What asynchronous code gives that has everything it needs in memory.</summary>
internal static class Completed
{
    /// <summary>The result; it must be there already.</summary>
    public static T Of<T>(ValueTask<T> task)
    {
        Claim.Holds(task.IsCompleted);
        return task.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>The end; it must have come already.</summary>
    public static void Of(ValueTask task)
    {
        Claim.Holds(task.IsCompleted);
        task.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>The result, for what waits for a disk or for another thread.</summary>
    public static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>The end, for what waits for a disk or for another thread.</summary>
    public static void Wait(Task task) => task.GetAwaiter().GetResult();
}
