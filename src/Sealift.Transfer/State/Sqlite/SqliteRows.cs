namespace Sealift.Transfer.State.Sqlite;

/// <summary>The rows of one statement that is not needed again.</summary>
internal sealed class SqliteRows(SqliteDatabase database, string sql) : IDisposable
{
    private readonly SqliteStatement _statement = database.Prepare(sql);

    public bool Next() => _statement.Step();

    /// <summary>A text of the row; empty where it has none.</summary>
    public string Text(int column) => _statement.Text(column) ?? "";

    public void Dispose() => database.Drop(_statement);
}
