using System.Text;

namespace Sealift.Transfer.State.Sqlite;

/// <summary>A prepared statement. Parameters count from 1, columns from 0.</summary>
internal sealed unsafe class SqliteStatement(SqliteDatabase database, nint handle) : IDisposable
{
    private nint _handle = handle;

    public SqliteStatement Bind(int index, long? value)
    {
        Check(value is { } number ? LibSqlite.sqlite3_bind_int64(_handle, index, number) : LibSqlite.sqlite3_bind_null(_handle, index));
        return this;
    }

    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null) return Bind(index, (long?)null);
        var bytes = Encoding.UTF8.GetBytes(value);

        // The address of an empty array is null, which would bind NULL.
        byte nothing = 0;
        fixed (byte* text = bytes) Check(LibSqlite.sqlite3_bind_text(_handle, index, text is null ? &nothing : text, bytes.Length, LibSqlite.Transient));
        return this;
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one; when not, the statement can run again.</returns>
    public bool Step()
    {
        var code = LibSqlite.sqlite3_step(_handle);
        if (code == LibSqlite.Row) return true;
        var error = code == LibSqlite.Done ? null : database.Error(code);
        Reset();
        return error is null ? false : throw error;
    }

    /// <summary>Runs a statement that has no rows.</summary>
    public void Run()
    {
        while (Step()) continue;
    }

    /// <summary>Runs a statement that is not needed again.</summary>
    /// <returns>Rows that it changed.</returns>
    public int RunOnce()
    {
        Run();
        var changes = database.Changes;
        database.Drop(this);
        return changes;
    }

    /// <summary>Runs a statement whose failure changes nothing.</summary>
    public void TryStep() => _ = LibSqlite.sqlite3_step(_handle);

    public long Number(int column) => LibSqlite.sqlite3_column_int64(_handle, column);

    public string? Text(int column)
    {
        var text = LibSqlite.sqlite3_column_text(_handle, column);
        return text is null ? null : Encoding.UTF8.GetString(text, LibSqlite.sqlite3_column_bytes(_handle, column));
    }

    /// <summary>Makes it ready to run again; the values of its parameters are forgotten.</summary>
    public void Reset()
    {
        _ = LibSqlite.sqlite3_reset(_handle);
        _ = LibSqlite.sqlite3_clear_bindings(_handle);
    }

    public void Dispose()
    {
        _ = LibSqlite.sqlite3_finalize(_handle);
        _handle = 0;
    }

    private void Check(int code)
    {
        if (code != LibSqlite.Ok) throw database.Error(code);
    }
}
