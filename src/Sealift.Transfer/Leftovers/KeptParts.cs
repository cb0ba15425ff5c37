using System.Text.Json;
using Sealift.Core;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;
using Sealift.Transfer.State.Sqlite;

namespace Sealift.Transfer.Leftovers;

/// <summary>The unfinished files that runs keep on one disk of this machine to go on with: room that a full disk could have back.</summary>
/// <param name="Files">How many there are.</param>
/// <param name="Bytes">The bytes of them all.</param>
/// <param name="Directories">The full paths of the targets that they lie in, those with the most bytes first.</param>
public sealed record KeptParts(int Files, long Bytes, IReadOnlyList<string> Directories)
{
    /// <summary>Looks for those on the disk of a directory, whichever run left them.</summary>
    /// <param name="file">The state file, whose journal knows them.</param>
    /// <param name="directory">The full path of a directory on the disk.</param>
    /// <returns>Null where there are none.</returns>
    /// <exception cref="StateException">The file cannot be read.</exception>
    public static KeptParts? Find(StateFile file, string directory)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var volume = TargetVolume.OfDirectory(directory);
        var parts = file.Read(Read)
            .Where(part => TargetVolume.OfDirectory(part.Directory) == volume)
            .DistinctBy(static part => part.Path, StringComparer.Ordinal)
            .Select(static part => (part.Directory, File: new FileInfo(part.Path)))
            .Where(static part => part.File.Exists)
            .ToList();
        if (parts.Count == 0) return null;
        return new KeptParts(
            parts.Count,
            parts.Sum(static part => part.File.Length),
            [.. parts.GroupBy(static part => part.Directory, StringComparer.Ordinal).OrderByDescending(static group => group.Sum(static part => part.File.Length)).Select(static group => group.Key)]);
    }

    private static List<(string Directory, string Path)> Read(SqliteDatabase database)
    {
        var parts = new List<(string, string)>();
        using var rows = new SqliteRows(
            database, "SELECT file.facts, pair.document FROM file JOIN pair ON pair.id = file.pair WHERE file.state IN (0, 1) AND file.facts IS NOT NULL");
        while (rows.Next())
        {
            var facts = JsonSerializer.Deserialize(rows.Text(0), StateJson.Default.FileFacts)!;
            if (JsonSerializer.Deserialize(rows.Text(1), StateJson.Default.PairFacts)!.Directory is not { } directory) continue;
            foreach (var part in (facts.Segments ?? []).Select(static segment => segment.Part).Prepend(facts.Part).OfType<string>())
                parts.Add((directory, Path.Join([directory, .. FtpPath.Parse(part).Segments])));
        }

        return parts;
    }
}
