using System.Globalization;
using Sealift.Transfer.State;
using Sealift.Transfer.State.Sqlite;

namespace Sealift.Fuzz.State;

/// <summary>
/// Rows of the journal and the queue with a right checksum and any content, as another program or version may have written them. The input is the state
/// of a file, its path, its facts, then the documents of a job, of a run of it and of a pair, each on a line.
/// </summary>
internal sealed class JournalTarget : FuzzTarget
{
    public override string Name => "journal";

    public override IReadOnlyList<string> Words =>
        ["0\n", "1\n", "7\n", "a/b\n", "../x\n", "{\"part\":\"a/.b.part\",", "\"segments\":[{\"offset\":0,\"length\":5,\"done\":1,\"part\":\"p\"}],", "\"size\":-1,", "\"ticks\":3155378975999999999,", "\"precision\":3,", "\"utc\":true,", "\"run\":1", "null", "{}", "}", "\n", "\"id\":1,\"source\":\"a\",\"target\":\"b\"", "\"state\":\"Waiting\"", "\"schedule\":{\"cron\":\"* * * * *\"}", "\"due\":\"9999-12-31T23:59:59Z\"", "\"result\":{}"];

    public override int MemoryPerByte => 10_000;

    public override void Run(ReadOnlySpan<byte> input)
    {
        var lines = FuzzText.Of(input).Split('\n', 6);
        using var place = new StatePlace();
        place.Write(StatePlace.Good);
        using (var database = SqliteDatabase.Open(place.File, LibSqlite.OpenReadWrite)) Insert(database, StatePlace.Pair, lines);

        // Rows that make no sense are damage: they are left behind, and the file is kept.
        var recovery = Completed.Wait(place.UseAsync());
        Claim.Holds(recovery is null || File.Exists(recovery.KeptAs));
    }

    private static void Insert(SqliteDatabase database, string pair, string[] lines)
    {
        var state = int.TryParse(Line(0), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Text(number) : "0";
        Row("file", pair, Line(1) ?? "", state, Line(2));
        Row("job", "1", Line(3) ?? "{}");
        Row("history", "1", Line(4) ?? "{}");
        if (Line(5) is { } document) Row("pair", pair, document);

        string? Line(int index) => index < lines.Length ? lines[index] : null;

        void Row(string table, params string?[] values)
        {
            var statement = database.Prepare($"INSERT OR REPLACE INTO {table} VALUES({string.Concat(Enumerable.Repeat("?, ", values.Length))}?)");
            for (var i = 0; i < values.Length; i++) statement.Bind(i + 1, values[i]);
            statement.Bind(values.Length + 1, RowSum.Of(values)).RunOnce();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
