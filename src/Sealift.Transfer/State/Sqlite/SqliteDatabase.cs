using System.Runtime.InteropServices;
using System.Text;

namespace Sealift.Transfer.State.Sqlite;

/// <summary>One connection to a database. One thread at a time; the callers see to it.</summary>
internal sealed unsafe class SqliteDatabase : IDisposable
{
    // Another process holds the file for the time of one small transaction; a disk that is slower than this is told about.
    private const int BusyMilliseconds = 20_000;

    private readonly List<SqliteStatement> _statements = [];
    private nint _handle;

    private SqliteDatabase(nint handle) => _handle = handle;

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => LibSqlite.sqlite3_changes(_handle);

    /// <summary>The key of the row that was inserted last.</summary>
    public long LastRow => LibSqlite.sqlite3_last_insert_rowid(_handle);

    /// <summary>Opens a database.</summary>
    /// <param name="path">The file.</param>
    /// <param name="flags">How, see <see cref="LibSqlite"/>.</param>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    /// <exception cref="DllNotFoundException">SQLite is not there.</exception>
    public static SqliteDatabase Open(string path, int flags)
    {
        var code = LibSqlite.sqlite3_open_v2(path, out var handle, flags, null);
        var database = new SqliteDatabase(handle);
        if (code == LibSqlite.Ok)
        {
            _ = LibSqlite.sqlite3_busy_timeout(handle, BusyMilliseconds);
            return database;
        }

        var exception = new SqliteException(code, Text(LibSqlite.sqlite3_errstr(code)));
        database.Dispose();
        throw exception;
    }

    /// <summary>Prepares one statement, which lives as long as the connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(this, Compile(sql));
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs one statement and reads over its rows.</summary>
    public void Execute(string sql)
    {
        using var statement = new SqliteStatement(this, Compile(sql));
        while (statement.Step()) continue;
    }

    /// <summary>The first value of the first row of a statement.</summary>
    public string? Find(string sql)
    {
        using var statement = new SqliteStatement(this, Compile(sql));
        return statement.Step() ? statement.Text(0) : null;
    }

    /// <summary>Does something as one transaction, which no other process comes in between of.</summary>
    public void InTransaction(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            // Some errors end the transaction by themselves, and then there is nothing to roll back.
            foreach (var statement in _statements) statement.Reset();
            using var rollback = new SqliteStatement(this, Compile("ROLLBACK"));
            rollback.TryStep();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
        _statements.Clear();
        _ = LibSqlite.sqlite3_close_v2(_handle);
        _handle = 0;
    }

    /// <summary>Forgets a statement.</summary>
    internal void Drop(SqliteStatement statement)
    {
        _statements.Remove(statement);
        statement.Dispose();
    }

    /// <summary>What went wrong last.</summary>
    internal SqliteException Error(int code) => new(code, Text(LibSqlite.sqlite3_errmsg(_handle)));

    private nint Compile(string sql)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        var bytes = Encoding.UTF8.GetBytes(sql);
        fixed (byte* text = bytes)
        {
            var code = LibSqlite.sqlite3_prepare_v3(_handle, text, bytes.Length, LibSqlite.PreparePersistent, out var statement, out _);
            return code == LibSqlite.Ok ? statement : throw Error(code);
        }
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
