namespace Sealift.Transfer.State.Sqlite;

/// <summary>SQLite refused something; <see cref="StateException"/> is what callers see of it.</summary>
internal sealed class SqliteException(int code, string message) : Exception(message)
{
    /// <summary>The primary result code (sqlite3.h).</summary>
    public int Code { get; } = code & 0xFF;

    /// <summary>Whether the file is damaged or no database at all.</summary>
    public bool IsDamage => Code is LibSqlite.Corrupt or LibSqlite.NotADatabase;

    /// <summary>Whether a file may be damaged whose statements are known to be right: its idea of its tables is wrong then.</summary>
    public bool MayBeDamage => IsDamage || Code == LibSqlite.Error;
}
