namespace Sealift.Transfer.State;

/// <summary>A process that holds a lock.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Since">When it took the lock.</param>
/// <param name="Command">What it does, in words without secrets.</param>
public sealed record LockOwner(int Pid, DateTimeOffset Since, string Command)
{
    /// <summary>When the process began, by the system's own count; a pid is used again, the two together are not. Empty where that is not known.</summary>
    public string Started { get; init; } = "";

    /// <summary>The directory that it writes to, as the lock of a target has it: the store and, behind a line feed, the path. Null for other locks.</summary>
    public string? Place { get; init; }

    /// <summary>The machine, for state files on a shared disk.</summary>
    public string Machine { get; init; } = "";
}
