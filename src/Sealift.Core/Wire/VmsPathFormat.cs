using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Wire;

/// <summary>
/// Paths as OpenVMS writes them: the first name of an absolute path is a device, the last of a file stands after the bracket:
/// "/disk/a/b/file" is "disk:[a.b]file", "a/b" relative to the working directory is "[.a]b".
/// </summary>
public static class VmsPathFormat
{
    // The directory at the top of a device.
    private const string Master = "000000";

    /// <summary>Writes the path of a file.</summary>
    /// <param name="path">The path. What names of this system cannot hold (points, brackets) is not translated: the server refuses it.</param>
    /// <returns>"[]" for the root, "" for the working directory.</returns>
    public static string FormatFile(FtpPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.IsTop)
            return path.IsAbsolute ? "[]" : "";
        var names = path.Segments;
        if (names.Count == 1)
            return path.Name;
        if (!path.IsAbsolute)
            return $"[.{string.Join('.', names.SkipLast(1))}]{path.Name}";
        return $"{names[0]}:[{(names.Count == 2 ? Master : string.Join('.', names.Skip(1).SkipLast(1)))}]{path.Name}";
    }

    /// <summary>Writes the path of a directory, as CWD and LIST take it.</summary>
    /// <param name="path">The path.</param>
    /// <returns>"" for the root and for the working directory: neither can be written.</returns>
    public static string FormatDirectory(FtpPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.IsTop)
            return "";
        var names = path.Segments;
        if (!path.IsAbsolute)
            return $"[.{string.Join('.', names)}]";
        return $"{names[0]}:[{(names.Count == 1 ? Master : string.Join('.', names.Skip(1)))}]";
    }

    /// <summary>Reads a path, such as the one in a reply to PWD.</summary>
    /// <param name="text">The path. One with a slash and no bracket is one already, for servers that speak both.</param>
    /// <param name="path">The path when the result is <see langword="true"/>; a name alone is that of a device or logical name at the top.</param>
    /// <returns><see langword="false"/> for brackets that do not match, and for names that cannot be.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out FtpPath? path)
    {
        path = null;
        if (text is null)
            return false;
        if (text.Length == 0)
        {
            path = FtpPath.Home;
            return true;
        }

        var open = text.IndexOf('[', StringComparison.Ordinal);
        if (open < 0)
            return FtpPath.TryParse(text.StartsWith('/') ? text : "/" + text.TrimEnd(':'), out path);
        var close = text.LastIndexOf(']');
        if (close < open || (open > 0 && text[open - 1] != ':'))
            return false;
        var directory = text[(open + 1)..close];
        var isRelative = open == 0 && directory.StartsWith('.');
        var names = directory.Split('.', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (names is [Master, ..])
            names.RemoveAt(0);
        if (open > 0)
            names.Insert(0, text[..(open - 1)]);
        if (close < text.Length - 1)
            names.Add(text[(close + 1)..]);
        if (!names.TrueForAll(FtpPath.IsName))
            return false;
        // Once, not name by name: a server may write thousands of them.
        return FtpPath.TryParse((isRelative ? "./" : "/") + string.Join('/', names), out path);
    }
}
