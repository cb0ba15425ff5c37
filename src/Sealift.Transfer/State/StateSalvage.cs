using System.Buffers.Binary;
using System.Globalization;
using Sealift.Transfer.State.Sqlite;

namespace Sealift.Transfer.State;

/// <summary>
/// Saves what is good in a damaged state file. The damaged file is kept under another name, and the new one takes its place only when it is
/// complete and on the disk; an end of the process at any point leaves one of the two.
/// </summary>
internal static class StateSalvage
{
    // The header of a database: https://www.sqlite.org/fileformat.html section 1.3.
    private const int PageSizeOffset = 16;
    private const int ChangeCounterOffset = 24;
    private const int PageCountOffset = 28;
    private const int FreeListOffset = 32;
    private const int FreeCountOffset = 36;
    private const int ValidForOffset = 92;

    // Damage may make a table seem endless.
    private const int MaxRows = 20_000_000;

    /// <summary>Puts a new file in the place of a damaged one. Nobody else may have it open.</summary>
    public static StateRecovery Run(string path, TimeProvider time)
    {
        var kept = KeptName(path, time);
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal"]) OwnerOnly.Copy(path + suffix, kept + suffix);

        var replacement = path + ".new";
        var scratch = path + ".salvage";
        Delete(scratch);
        if (!IsComplete(replacement))
        {
            Delete(replacement);
            foreach (var suffix in (ReadOnlySpan<string>)["", "-wal"]) OwnerOnly.Copy(path + suffix, scratch + suffix);
            StateSchema.CreateFile(replacement, target =>
            {
                if (!TryCopyAll(scratch, target)) CopyWithNewFirstPage(scratch, replacement, target);
            });
        }

        var (jobs, files) = Count(replacement);
        Delete(scratch);

        // In this order: a log of the old file must never stand beside the new one.
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        File.Move(replacement, path, overwrite: true);
        return new StateRecovery(kept, jobs, files);
    }

    private static string KeptName(string path, TimeProvider time)
    {
        var stem = $"{path}.damaged-{time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        var name = stem;
        for (var i = 2; File.Exists(name); i++) name = $"{stem}-{i.ToString(CultureInfo.InvariantCulture)}";
        return name;
    }

    private static bool IsComplete(string path)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using var database = SqliteDatabase.Open(path, LibSqlite.OpenReadWrite);
            return StateSchema.FindProblem(database) is null;
        }
        catch (SqliteException e) when (e.MayBeDamage)
        {
            return false;
        }
    }

    private static (int Jobs, int Files) Count(string path)
    {
        using var database = SqliteDatabase.Open(path, LibSqlite.OpenReadWrite);
        return (Number("job"), Number("file"));

        int Number(string table) => int.Parse(database.Find($"SELECT count(*) FROM {table}")!, CultureInfo.InvariantCulture);
    }

    /// <returns>Whether everything could be read.</returns>
    private static bool TryCopyAll(string scratch, SqliteDatabase target)
    {
        try
        {
            using var source = SqliteDatabase.Open(scratch, LibSqlite.OpenReadWrite);
            var all = true;
            foreach (var (table, columns) in StateSchema.Tables) all &= TryCopyFromBothEnds(source, target, table, columns);

            // What the log has must be in the file before its first page is changed.
            if (!all) source.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            return all;
        }
        catch (SqliteException e) when (e.MayBeDamage)
        {
            return false;
        }
    }

    // The first page tells where the tables begin, and the free pages. A page of a new file tells the same, because every state file
    // was made in the same order.
    private static void CopyWithNewFirstPage(string scratch, string pattern, SqliteDatabase target)
    {
        File.Delete(scratch + "-wal");
        File.Delete(scratch + "-shm");
        using (var from = new FileStream(pattern, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        using (var to = new FileStream(scratch, FileMode.Open, FileAccess.ReadWrite))
        {
            var header = new byte[PageSizeOffset + 2];
            from.ReadExactly(header);
            var page = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(PageSizeOffset)) is 1 ? 65536 : BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(PageSizeOffset))];
            from.Position = 0;
            from.ReadExactly(page);

            var pages = Math.Max(1, (to.Length + page.Length - 1) / page.Length);
            to.SetLength(pages * page.Length);
            BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(PageCountOffset), (uint)pages);
            BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(FreeListOffset), 0);
            BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(FreeCountOffset), 0);
            BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(ValidForOffset), BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(ChangeCounterOffset)));
            to.Position = 0;
            to.Write(page);
        }

        try
        {
            using var source = SqliteDatabase.Open(scratch, LibSqlite.OpenReadWrite);
            foreach (var (table, columns) in StateSchema.Tables) TryCopyFromBothEnds(source, target, table, columns);
        }
        catch (SqliteException e) when (e.MayBeDamage)
        {
            // What could be read is in the new file; the rest is in the kept one.
            return;
        }
    }

    /// <returns>Whether the table could be read to its end, and every row was good.</returns>
    private static bool TryCopyFromBothEnds(SqliteDatabase source, SqliteDatabase target, string table, string columns)
    {
        if (TryCopy(source, target, table, columns, "ASC")) return true;
        TryCopy(source, target, table, columns, "DESC");
        return false;
    }

    private static bool TryCopy(SqliteDatabase source, SqliteDatabase target, string table, string columns, string order)
    {
        var count = columns.Count(',') + 1;
        var key = table == "file" ? $"pair {order}, path {order}" : $"{columns[..columns.IndexOf(',')]} {order}";
        var all = true;
        try
        {
            var read = source.Prepare($"SELECT {columns}, sum FROM {table} ORDER BY {key}");
            var write = target.Prepare($"INSERT OR IGNORE INTO {table} VALUES({string.Concat(Enumerable.Repeat("?, ", count))}?)");
            var values = new string?[count];
            for (var rows = 0; rows < MaxRows && read.Step(); rows++)
            {
                for (var i = 0; i < count; i++) values[i] = read.Text(i);
                var sum = read.Number(count);
                if (!StateRow.IsGood(table, values, sum))
                {
                    all = false;
                    continue;
                }

                for (var i = 0; i < count; i++) write.Bind(i + 1, values[i]);
                write.Bind(count + 1, sum).Run();
            }

            return all;
        }
        catch (SqliteException e) when (e.MayBeDamage)
        {
            return false;
        }
    }

    private static void Delete(string path)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm", "-journal"]) File.Delete(path + suffix);
    }
}
