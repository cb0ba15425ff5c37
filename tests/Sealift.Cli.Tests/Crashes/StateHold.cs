using Sealift.Transfer.State.Sqlite;

namespace Sealift.Cli.Tests.Crashes;

/// <summary>Keeps every other process from writing to a state file, as another writer does in the middle of its transaction.</summary>
internal sealed class StateHold : IDisposable
{
    private readonly SqliteDatabase _database;

    private StateHold(SqliteDatabase database) => _database = database;

    public static StateHold Take(string file)
    {
        var database = SqliteDatabase.Open(file, LibSqlite.OpenReadWrite);
        database.Execute("BEGIN IMMEDIATE");
        return new StateHold(database);
    }

    public void Dispose()
    {
        _database.Execute("ROLLBACK");
        _database.Dispose();
    }
}
