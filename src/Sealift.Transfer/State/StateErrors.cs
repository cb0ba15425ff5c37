using Sealift.Transfer.State.Sqlite;

namespace Sealift.Transfer.State;

/// <summary>Says in plain words what SQLite and the disk say.</summary>
internal static class StateErrors
{
    /// <summary>Does something with the state file; whatever is wrong with it is a <see cref="StateException"/>.</summary>
    public static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (IsOfTheFile(e))
        {
            throw Translate(path, e);
        }
    }

    public static bool IsOfTheFile(Exception exception) =>
        exception is SqliteException or IOException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException;

    public static StateException Translate(string path, Exception exception) => exception switch
    {
        SqliteException { IsDamage: true } e => new(
            StateFailure.Damaged, $"{path} is damaged: {e.Message}.", "Run the command again: it keeps the damaged file and saves what is good in it.", e),
        SqliteException { Code: LibSqlite.Full } e => new(
            StateFailure.Unusable, $"{path} cannot be written: the disk is full.", "Free some space on that disk, or name a directory on another one in SEALIFT_STATE.", e),
        SqliteException { Code: LibSqlite.ReadOnly or LibSqlite.CannotOpen } e => new(
            StateFailure.Unusable, $"{path} cannot be written: {e.Message}.", "The file and its directory must be writable; SEALIFT_STATE names another directory.", e),
        SqliteException { Code: LibSqlite.Busy } e => new(
            StateFailure.Unusable, $"{path} is in use by another process, for longer than such a change takes.", "Stop the process that holds it (fuser names it), and try again.", e),
        SqliteException e => new(StateFailure.Unusable, $"{path} cannot be used: {e.Message}.", "Check its disk.", e),
        DllNotFoundException or EntryPointNotFoundException => new(
            StateFailure.LibraryMissing,
            "the library of SQLite (libe_sqlite3) is missing or of another version.",
            "It belongs beside the program; without it there is no queue and no journal, and everything else works.",
            exception),
        _ => new(StateFailure.Unusable, $"{path} cannot be used: {exception.Message}", "The file and its directory must be writable; SEALIFT_STATE names another directory.", exception),
    };
}
