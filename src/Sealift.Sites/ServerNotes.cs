using System.Text;

namespace Sealift.Sites;

/// <summary>
/// The notes about servers on this machine: a text file, a line a server, that may be edited by hand or removed. It is changed under a lock and
/// replaced as a whole; mode 0600. Lines that cannot be understood stay as they are.
/// </summary>
public sealed class ServerNotes
{
    private const int MaxBytes = 4 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _path;

    /// <summary>Uses a file. Nothing is read or made yet.</summary>
    /// <param name="path">The file.</param>
    public ServerNotes(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = System.IO.Path.GetFullPath(path);
    }

    /// <summary>
    /// The user's own file: <c>servers</c> in <c>SEALIFT_STATE</c> if set, else in <c>sealift</c> in <c>%LOCALAPPDATA%</c> on Windows and in
    /// <c>$XDG_STATE_HOME</c> or <c>~/.local/state</c> elsewhere; null where there is no home directory.
    /// </summary>
    public static string? FindDefaultPath() => StateFolder.Find() is { } folder ? System.IO.Path.Join(folder, "servers") : null;

    /// <summary>The note about a server; null where there is none.</summary>
    /// <param name="host">The host as it was typed, in any case.</param>
    /// <param name="port">The port.</param>
    /// <exception cref="SiteException">The file cannot be read.</exception>
    public ServerNote? Find(string host, int port) => PrivateFile.Read(_path, MaxBytes) is { } content
        ? Lines(content).Select(ServerNoteLine.Read).LastOrDefault(note => IsOf(note, host, port))
        : null;

    /// <summary>Puts a note in the place of an older one about the same server.</summary>
    /// <param name="note">The note.</param>
    /// <param name="cancellationToken">Gives up, with the file unchanged.</param>
    /// <exception cref="SiteException">The file cannot be written.</exception>
    public Task SaveAsync(ServerNote note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(note);
        return PrivateFile.ChangeAsync(
            _path,
            target =>
            {
                var kept = PrivateFile.Read(target, MaxBytes) is { } content ? Lines(content).Where(line => !IsOf(ServerNoteLine.Read(line), note.Host, note.Port)) : ["# What \"sealift doctor\" found out about servers; later connections go by it."];
                return Utf8.GetBytes(string.Concat(kept.Append(ServerNoteLine.Write(note)).Select(line => line + "\n")));
            },
            cancellationToken);
    }

    private static bool IsOf(ServerNote? note, string host, int port) =>
        note is not null && note.Port == port && note.Host.Equals(host, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Lines(byte[] content) =>
        Utf8.GetString(content).Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0);
}
