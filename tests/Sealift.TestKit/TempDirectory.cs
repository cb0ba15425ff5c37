using System.Security.Cryptography;

namespace Sealift.TestKit;

/// <summary>A directory of its own for one test, removed with everything in it on disposal.</summary>
public sealed class TempDirectory : IDisposable
{
    /// <summary>Creates the directory, readable by the current user only.</summary>
    /// <param name="parent">Where to create it; the system's temporary folder by default. <c>/dev/shm</c> is memory.</param>
    public TempDirectory(string? parent = null)
    {
        // RandomNumberGenerator, not a counter: several test processes share the parent.
        Path = System.IO.Path.Combine(
            parent ?? System.IO.Path.GetTempPath(), "sealift-test-" + RandomNumberGenerator.GetHexString(12, lowercase: true));
        Directory.CreateDirectory(Path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The absolute path of the directory.</summary>
    public string Path { get; }

    /// <summary>The absolute path of a name inside the directory; nothing is created.</summary>
    public string Combine(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file into the directory and returns its absolute path.</summary>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = Combine(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes a file of unpredictable bytes into the directory and returns its absolute path.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="size">Bytes, from 0.</param>
    public string WriteRandom(string name, int size) => Write(name, RandomNumberGenerator.GetBytes(size));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
