using System.Globalization;
using Sealift.Transfer.State.Sqlite;

namespace Sealift.Transfer.State;

/// <summary>The tables of the state file. A change of them raises <see cref="Version"/>, and needs a way from the version before.</summary>
internal static class StateSchema
{
    /// <summary>"SLFT": what file(1) and other programs tell the file by.</summary>
    public const int ApplicationId = 0x534C4654;

    /// <summary>The version of the tables, in the file's header (user_version) and once more in the table "about".</summary>
    public const int Version = 1;

    /// <summary>Each table, the number of its columns before the checksum, and the columns.</summary>
    public static IReadOnlyList<(string Name, string Columns)> Tables { get; } =
    [
        ("about", "name, value"),
        ("job", "id, document"),
        ("history", "id, document"),
        ("pair", "id, document"),
        ("file", "pair, path, state, facts"),
    ];

    /// <summary>Makes a file, with everything in it on the disk when this returns.</summary>
    /// <param name="path">Its name, where nothing is yet.</param>
    /// <param name="fill">Puts rows in. Until it has, the file does not pass for one of ours.</param>
    public static void CreateFile(string path, Action<SqliteDatabase> fill)
    {
        OwnerOnly.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None).Dispose();
        using var database = SqliteDatabase.Open(path, LibSqlite.OpenReadWrite);
        database.Execute("PRAGMA synchronous = FULL");
        database.InTransaction(() => CreateTables(database));
        database.InTransaction(() =>
        {
            fill(database);
            database.Execute($"PRAGMA application_id = {ApplicationId}");
            database.Execute($"PRAGMA user_version = {Version}");
        });
        database.Execute("PRAGMA journal_mode = WAL");
    }

    // The order and the page size decide where each table begins, which StateSalvage relies on when the first page of a file is damaged.
    private static void CreateTables(SqliteDatabase database)
    {
        database.Execute("CREATE TABLE about(name TEXT PRIMARY KEY, value TEXT, sum INTEGER) WITHOUT ROWID");
        database.Execute("CREATE TABLE job(id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT, sum INTEGER)");
        database.Execute("CREATE TABLE history(id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT, sum INTEGER)");
        database.Execute("CREATE TABLE pair(id INTEGER PRIMARY KEY, document TEXT, sum INTEGER)");
        database.Execute("CREATE TABLE file(pair INTEGER, path TEXT, state INTEGER, facts TEXT, sum INTEGER, PRIMARY KEY(pair, path)) WITHOUT ROWID");
        var version = Version.ToString(CultureInfo.InvariantCulture);
        database.Prepare("INSERT INTO about VALUES('schema', ?, ?)").Bind(1, version).Bind(2, RowSum.Of("schema", version)).RunOnce();
    }

    /// <summary>What is wrong with a file.</summary>
    /// <returns>Null where all is well.</returns>
    /// <exception cref="SqliteException">SQLite itself found damage.</exception>
    public static StateFailure? FindProblem(SqliteDatabase database)
    {
        var application = database.Find("PRAGMA application_id");
        var version = database.Find("PRAGMA user_version");
        if (application != ApplicationId.ToString(CultureInfo.InvariantCulture) || version != Version.ToString(CultureInfo.InvariantCulture))
            return IsOurVersion(database) ? StateFailure.Damaged : StateFailure.NotOurs;
        return database.Find("PRAGMA quick_check(1)") == "ok" && Tables.All(table => HasGoodRows(database, table.Name, table.Columns))
            ? null
            : StateFailure.Damaged;
    }

    // The header says another version. Whether it is the header that is wrong, the table knows.
    private static bool IsOurVersion(SqliteDatabase database)
    {
        if (database.Find("SELECT count(*) FROM sqlite_master WHERE name IN ('about', 'job', 'file')") != "3") return false;
        var version = Version.ToString(CultureInfo.InvariantCulture);
        return database.Find($"SELECT 1 FROM about WHERE name = 'schema' AND value = '{version}' AND sum = {RowSum.Of("schema", version)}") is not null;
    }

    private static bool HasGoodRows(SqliteDatabase database, string table, string columns)
    {
        var count = columns.Count(',') + 1;
        var statement = database.Prepare($"SELECT {columns}, sum FROM {table}");
        var values = new string?[count];
        while (statement.Step())
        {
            for (var i = 0; i < count; i++) values[i] = statement.Text(i);
            if (StateRow.IsGood(table, values, statement.Number(count))) continue;
            statement.Reset();
            return false;
        }

        return true;
    }
}
