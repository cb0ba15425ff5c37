using System.Text;
using Sealift.Cli.Output;
using Sealift.Sites;

namespace Sealift.Cli.Serving.Users;

/// <summary>A file of users on this machine: read whole, changed under a lock, replaced as a whole; mode 0600.</summary>
internal sealed class UserFileStore
{
    private const int MaxBytes = 16 * 1024 * 1024;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _shown;

    public UserFileStore(string path)
    {
        _shown = path;
        Path = System.IO.Path.GetFullPath(path);
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The folder that relative paths in the file begin at.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The file as it is now.</summary>
    /// <exception cref="CommandException">There is none, or it cannot be read or understood.</exception>
    public UserFile Read() => Read(Path) ?? throw CommandException.Local(
        $"{_shown}: there is no such file.", $"\"sealift serve user add {_shown} NAME\" makes it, with a first user.", code: FailureCode.ServerFile);

    /// <summary>What changes when the file does.</summary>
    public (DateTime Changed, long Length) Stamp()
    {
        var file = new FileInfo(Path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    /// <summary>Changes the file, which is made where there is none.</summary>
    /// <exception cref="CommandException">It cannot be understood or written; then it is as it was.</exception>
    public async Task ChangeAsync(Func<UserFile, UserFile> change, CancellationToken cancellationToken)
    {
        try
        {
            await PrivateFile.ChangeAsync(
                Path,
                target =>
                {
                    var before = Read(target) ?? UserFile.Parse("", _shown);
                    var after = change(before);
                    return after.Text == before.Text ? null : Utf8.GetBytes(after.Text);
                },
                cancellationToken);
        }
        catch (SiteException e)
        {
            throw CommandException.Local(e.Message, e.Hint, e, FailureCode.ServerFile);
        }
    }

    private UserFile? Read(string path)
    {
        try
        {
            return PrivateFile.Read(path, MaxBytes) is { } bytes ? UserFile.Parse(Utf8.GetString(bytes).TrimStart('\uFEFF'), _shown) : null;
        }
        catch (DecoderFallbackException e)
        {
            throw CommandException.Local($"{_shown} is not text in UTF-8.", "Save it as UTF-8, as TOML demands.", e, FailureCode.ServerFile);
        }
        catch (SiteException e)
        {
            throw CommandException.Local(e.Message, e.Hint, e, FailureCode.ServerFile);
        }
    }
}
