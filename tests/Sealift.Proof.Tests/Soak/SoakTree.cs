using System.Globalization;
using System.Security.Cryptography;

namespace Sealift.Proof.Tests.Soak;

/// <summary>A directory of files that change.</summary>
internal sealed class SoakTree(string root)
{
    private const int MaxFiles = 50;

    private static readonly DateTime FirstTime = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private int _number;
    private int _changes;

    /// <summary>The files by path, with their checksums, and the directories.</summary>
    public static SortedDictionary<string, string> Look(string root)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var directory in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories)) found[Path.GetRelativePath(root, directory)] = "directory";
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            using var content = File.OpenRead(file);
            found[Path.GetRelativePath(root, file)] = Convert.ToHexString(SHA256.HashData(content));
        }

        return found;
    }

    public void Fill()
    {
        for (var i = 0; i < MaxFiles / 2; i++) Write(NewPath());
    }

    /// <summary>Some files are new, some changed, some gone.</summary>
    public void Change()
    {
        for (var left = RandomNumberGenerator.GetInt32(1, 8); left > 0; left--)
        {
            var files = Directory.GetFiles(root, "*", SearchOption.AllDirectories);
            var any = files.Length == 0 ? null : files[RandomNumberGenerator.GetInt32(files.Length)];
            var choice = any is null ? 0 : files.Length >= MaxFiles ? 9 : RandomNumberGenerator.GetInt32(10);
            if (choice < 5) Write(NewPath());
            else if (choice < 8) Write(any!);
            else if (choice == 8 && Path.GetDirectoryName(any) is { } directory && directory != root) Directory.Delete(directory, recursive: true);
            else File.Delete(any!);
        }
    }

    private string NewPath()
    {
        var path = root;
        for (var depth = RandomNumberGenerator.GetInt32(3); depth > 0; depth--) path = Path.Combine(path, Text($"folder {RandomNumberGenerator.GetInt32(3)}"));
        Directory.CreateDirectory(path);
        return Path.Combine(path, Text($"file {++_number} ü"));
    }

    // Another size each time: some servers tell times to the minute only.
    private void Write(string file)
    {
        var size = RandomNumberGenerator.GetInt32(1 << RandomNumberGenerator.GetInt32(1, 18));
        if (RandomNumberGenerator.GetInt32(20) == 0) size += 1 << 20;
        if (new FileInfo(file) is { Exists: true } old && old.Length == size) size++;
        File.WriteAllBytes(file, RandomNumberGenerator.GetBytes(size));
        File.SetLastWriteTimeUtc(file, FirstTime.AddMinutes(++_changes));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
