using System.Text.Json;

namespace Sealift.Transfer.State;

/// <summary>
/// Something that one process at a time may do. The operating system holds the lock and frees it when the process ends, however it ends; the
/// owner is written beside it for the others to read.
/// </summary>
public sealed class StateLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _ownerPath;

    private StateLock(FileStream file, string ownerPath)
    {
        _file = file;
        _ownerPath = ownerPath;
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        if (!_file.CanRead) return;

        // The lock's own file stays: removing it would let two processes hold locks on two files of one name.
        File.Delete(_ownerPath);
        _file.Dispose();
    }

    /// <summary>Takes a lock, or says who has it.</summary>
    /// <param name="path">The lock's file; what is in it does not matter.</param>
    /// <param name="owner">This process.</param>
    /// <param name="held">The one that has the lock when the result is null; null where it cannot be told.</param>
    internal static StateLock? TryTake(string path, LockOwner owner, out LockOwner? held)
    {
        var ownerPath = path + ".owner";
        held = null;
        FileStream file;
        try
        {
            file = OwnerOnly.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            held = Read(ownerPath);
            return null;
        }

        // Some network disks give every lock that is asked for. There the owner decides, if it still lives on this machine.
        if (Read(ownerPath) is { } before && IsOtherAndAlive(before, owner))
        {
            file.Dispose();
            held = before;
            return null;
        }

        try
        {
            Write(ownerPath, owner);
            return new StateLock(file, ownerPath);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Who holds the locks of a directory, as far as they are alive on this machine; each with the lock's name.</summary>
    internal static IEnumerable<(string Name, LockOwner Owner)> FindAlive(string directory, string machine)
    {
        foreach (var path in Directory.EnumerateFiles(directory, "*.lock.owner"))
        {
            if (Read(path) is { } owner && owner.Machine == machine && owner.Started.Length > 0 && ProcessStart.Find(owner.Pid) == owner.Started)
                yield return (Path.GetFileName(path)[..^".lock.owner".Length], owner);
        }
    }

    private static bool IsOtherAndAlive(LockOwner before, LockOwner owner) =>
        before.Machine == owner.Machine && before.Started.Length > 0 && before.Pid != owner.Pid && ProcessStart.Find(before.Pid) == before.Started;

    private static LockOwner? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), StateJson.Default.LockOwner);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            // Not written yet, or half of it: the lock holds all the same.
            return null;
        }
    }

    private static void Write(string path, LockOwner owner)
    {
        using var file = OwnerOnly.Open(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        JsonSerializer.Serialize(file, owner, StateJson.Default.LockOwner);
    }
}
