namespace Sealift.Core.Stores;

/// <summary>Finds the place on disk of a path in a store, component by component, and never leaves the root.</summary>
internal sealed class LocalPaths
{
    // As many as Linux follows.
    private const int MaxLinks = 40;

    private readonly string _given;
    private readonly string _root;

    public LocalPaths(string root)
    {
        _given = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _root = RealPath(_given);
    }

    /// <summary>The root without symbolic links in it.</summary>
    public string Root => _root;

    /// <summary>The place of a path. The last component may be missing.</summary>
    /// <param name="path">The path; absolute and relative ones both begin at the root.</param>
    /// <param name="followLast">Whether a link in the last place is followed, too.</param>
    /// <exception cref="FileStoreException">A link leads out of the root, or a name is not possible here.</exception>
    public string Resolve(FtpPath path, bool followLast)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (var name in path.Segments)
        {
            if (!LocalName.IsValid(name))
                throw new FileStoreException(FileStoreError.NameNotValid, path);
        }

        var walked = new List<string>(path.Segments.Count);
        var ahead = new Stack<string>(path.Segments.Reverse());
        var links = 0;
        while (ahead.TryPop(out var name))
        {
            if (name is "" or ".")
                continue;
            if (name == "..")
            {
                if (walked.Count == 0)
                    throw Outside(path);
                walked.RemoveAt(walked.Count - 1);
                continue;
            }

            walked.Add(name);
            if (ahead.Count == 0 && !followLast)
                break;
            if (new FileInfo(Join(walked)).LinkTarget is not { } target)
                continue;
            if (++links > MaxLinks)
                throw new FileStoreException(FileStoreError.NotPermitted, path, "too many symbolic links");
            walked.RemoveAt(walked.Count - 1);
            if (Path.IsPathRooted(target))
            {
                target = Below(_root, target) ?? Below(_given, target) ?? throw Outside(path);
                walked.Clear();
            }

            foreach (var part in target.Split(Path.DirectorySeparatorChar).Reverse())
                ahead.Push(part);
        }

        return Join(walked);
    }

    /// <summary>Refuses an opened file that is not where it was looked for: a directory was swapped for a link meanwhile.</summary>
    public static void RequireInPlace(FileStream file, string expected, FtpPath path, bool isNew = false)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var descriptor = file.SafeFileHandle.DangerousGetHandle();
        var actual = new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;
        if (actual is null || actual == expected)
            return;
        if (isNew)
            File.Delete(actual);
        throw Outside(path);
    }

    public static FileStoreException Outside(FtpPath path) =>
        new(FileStoreError.NotPermitted, path, "the path leads out of the directory that is served");

    private static string? Below(string root, string target)
    {
        if (target == root)
            return "";
        var prefix = root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar;
        return target.StartsWith(prefix, StringComparison.Ordinal) ? target[prefix.Length..] : null;
    }

    private static string RealPath(string path)
    {
        var ahead = new Stack<string>(path.Split(Path.DirectorySeparatorChar).Reverse());
        var real = Path.GetPathRoot(path) ?? "";
        for (var links = 0; ahead.TryPop(out var name);)
        {
            if (name is "" or "." || Path.IsPathRooted(name + Path.DirectorySeparatorChar))
                continue;
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Join(real, name);
            if (new DirectoryInfo(next).LinkTarget is not { } target || ++links > MaxLinks)
            {
                real = next;
                continue;
            }

            if (Path.IsPathRooted(target))
                real = Path.GetPathRoot(target)!;
            foreach (var part in target.Split(Path.DirectorySeparatorChar).Reverse())
                ahead.Push(part);
        }

        return real;
    }

    private string Join(List<string> walked) =>
        walked.Count == 0 ? _root : Path.Join(_root, string.Join(Path.DirectorySeparatorChar, walked));
}
