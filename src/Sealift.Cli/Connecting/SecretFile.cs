using System.Text;
using Sealift.Cli.Output;

namespace Sealift.Cli.Connecting;

/// <summary>Files that hold secrets.</summary>
internal static class SecretFile
{
    private const int MaxBytes = 1024 * 1024;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The first line of a file, or of stdin when its name is "-".</summary>
    public static async ValueTask<string> ReadAsync(
        string path, bool stdinIsData, CancellationToken cancellationToken, string option = "--password-file")
    {
        if (path == "-" && stdinIsData)
            throw CommandException.Usage("stdin cannot be both the data and the password.", $"Give {option} a file.");
        var text = path == "-"
            ? await ReadAllAsync(Console.OpenStandardInput(), "stdin", cancellationToken)
            : await ReadAllAsync(path, cancellationToken);
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? text : text[..end];
        return line.Length > 0
            ? line
            : throw CommandException.Usage($"the first line of {option} is empty.", "The password is expected there.");
    }

    /// <summary>All text of a file.</summary>
    public static async ValueTask<string> ReadAllAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return await ReadAllAsync(file, path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Local($"{path} cannot be read: {e.Message}", "Check the path and its permissions.", e);
        }
    }

    /// <summary>Whether other users of this machine may read or change the file.</summary>
    public static bool IsReadableByOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;

    private static async ValueTask<string> ReadAllAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            content.Write(buffer, 0, read);
            if (content.Length > MaxBytes) throw CommandException.Local($"{name} is too large to hold passwords.");
        }

        return Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length).TrimStart('\uFEFF');
    }
}
