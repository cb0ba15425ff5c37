using System.Security.Cryptography;
using Sealift.App.Live;
using Sealift.Cli.Output;
using Sealift.Transfer.State;

namespace Sealift.App.Start;

/// <summary>
/// A folder that is there as long as it is used. The system holds a lock for it and frees it however the program ends, so that the next program knows what a killed one
/// has left, and removes it.
/// </summary>
internal sealed class PracticeFolder : IDisposable
{
    private const string LockSuffix = ".lock";
    private const int MaxTries = 5;

    private readonly FileStream _lock;

    private PracticeFolder(string path, FileStream held) => (FullName, _lock) = (path, held);

    /// <summary>Where these folders are, unless a test has a place of its own.</summary>
    public static string DefaultRoot => Path.Join(Path.GetDirectoryName(StateFile.DefaultPath), "practice");

    /// <summary>Where it is.</summary>
    public string FullName { get; }

    /// <summary>Makes a folder for this user alone.</summary>
    /// <param name="root">Where.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public static PracticeFolder Create(string root)
    {
        MakePrivate(root);
        for (var tries = 1; ; tries++)
        {
            var path = Path.Join(root, RandomNumberGenerator.GetHexString(8, lowercase: true));
            try
            {
                // The lock comes first: a folder without one is never there.
                var held = Open(path + LockSuffix, FileMode.CreateNew);
                MakePrivate(path);
                return new PracticeFolder(path, held);
            }
            catch (IOException) when (tries < MaxTries)
            {
                // Another program that starts now has taken it for one that was left. There are more names.
                continue;
            }
        }
    }

    /// <summary>Removes what programs have left that were killed.</summary>
    /// <param name="root">Where.</param>
    /// <param name="log">Is told what cannot be removed.</param>
    public static void Sweep(string root, EventLog log)
    {
        if (!Directory.Exists(root)) return;
        foreach (var file in Directory.EnumerateFiles(root, "*" + LockSuffix))
        {
            try
            {
                if (TryOpen(file) is { } held) Remove(file[..^LockSuffix.Length], held);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.Add(LogLevel.Warning, "practice", $"{file} and its folder could not be removed: {FailureReport.Describe(e).Message}");
            }
        }
    }

    public void Dispose() => Remove(FullName, _lock);

    // Null while the program lives that it belongs to.
    private static FileStream? TryOpen(string file)
    {
        try
        {
            return Open(file, FileMode.Open);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Remove(string path, FileStream held)
    {
        using (held)
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            File.Delete(held.Name);
        }
    }

    private static FileStream Open(string file, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && mode == FileMode.CreateNew) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(file, options);
    }

    private static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
