using System.Security.Cryptography;
using System.Text;
using Sealift.Cli.Output;

namespace Sealift.Cli.Certificates;

/// <summary>
/// Writes the files of one command, all or none: each beside its place first, flushed to the disk, then renamed. Private ones are
/// readable to their owner only, from the first byte on.
/// </summary>
internal sealed class CertificateFiles(bool mayReplace)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly List<(string Path, byte[] Content, bool IsPrivate)> _files = [];

    /// <summary>Checks that a file to read is there.</summary>
    /// <exception cref="CommandException">It is not (local disk).</exception>
    public static void RequireFile(string path, string hint)
    {
        if (Directory.Exists(path)) throw CommandException.Local($"{path} is a directory.", hint, code: FailureCode.LocalFileNeeded);
        if (!File.Exists(path)) throw CommandException.Local($"{path}: no such file.", hint, code: FailureCode.NoLocalFile);
    }

    /// <summary>Checks that a file can be made, before anything is asked or computed.</summary>
    /// <exception cref="CommandException">It is there already, or its directory is not (local disk).</exception>
    public void Reserve(params IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (Directory.Exists(path)) throw CommandException.Local($"{path} is a directory.", "Give another name.", code: FailureCode.LocalFileNeeded);
            if (File.Exists(path) && !mayReplace)
                throw CommandException.Local($"{path} exists, and was left as it is.", "Choose another name, or replace it with --force: a private key that is replaced is lost.", code: FailureCode.LocalFileExists);
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (!Directory.Exists(folder)) throw CommandException.Local($"{folder}: no such directory.", "Make it first.", code: FailureCode.NoLocalFile);
        }
    }

    public void Add(string path, string text, bool isPrivate) => Add(path, Encoding.ASCII.GetBytes(text), isPrivate);

    public void Add(string path, byte[] content, bool isPrivate) => _files.Add((path, content, isPrivate));

    /// <summary>Writes them all.</summary>
    /// <exception cref="CommandException">One could not be written; what was there is untouched (local disk).</exception>
    public void Write()
    {
        var temporary = _files.ConvertAll(file => $"{file.Path}.{RandomNumberGenerator.GetHexString(12, lowercase: true)}.tmp");
        try
        {
            for (var i = 0; i < _files.Count; i++) WriteOne(temporary[i], _files[i].Content, _files[i].IsPrivate);
            for (var i = 0; i < _files.Count; i++) File.Move(temporary[i], _files[i].Path, mayReplace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Local($"{_files[0].Path} cannot be written: {e.Message}", "Check the directory, its permissions and the space on its disk.", e);
        }
        finally
        {
            foreach (var path in temporary) File.Delete(path);
            foreach (var file in _files.Where(file => file.IsPrivate)) CryptographicOperations.ZeroMemory(file.Content);
        }
    }

    private static void WriteOne(string path, byte[] content, bool isPrivate)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = isPrivate ? OwnerOnly : OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        using var stream = new FileStream(path, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }
}
