using System.Globalization;
using System.Text;

namespace Sealift.App.Start;

/// <summary>The files of the practice: those of this computer and those of the server.</summary>
internal static class SampleFiles
{
    private const string Welcome = """
        Welcome to Sealift.

        The files on the left are on this computer, those on the right on a server that runs inside the app.
        Drag a file from one side to the other, or choose it and press F5.

        Every byte goes through TLS, and each data connection resumes the session of the control connection.
        Look at the timeline to see it happen.

        """;

    /// <summary>The folder of this computer's side.</summary>
    public static string LocalFolder(string folder) => Path.Join(folder, "This computer");

    /// <summary>The folder that the server serves.</summary>
    public static string ServerFolder(string folder) => Path.Join(folder, "Server");

    /// <summary>Writes both sides.</summary>
    public static async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        await WriteAsync(LocalFolder(folder), "Letter to the team.txt", "Dear team,\n\nthis letter went through TLS, and arrived whole.\n", cancellationToken);
        await WriteAsync(LocalFolder(folder), "Timetable.csv", Table("line,from,to", "{0},Hamburg,Berlin", 200), cancellationToken);
        await WriteAsync(LocalFolder(folder), "Drawings/Harbour.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 5h8L6 7H2z\"/></svg>\n", cancellationToken);
        await WriteAsync(ServerFolder(folder), "Welcome.txt", Welcome, cancellationToken);
        await WriteAsync(ServerFolder(folder), "Inbox/Put files here.txt", "This folder is for your uploads.\n", cancellationToken);
        foreach (var month in (string[])["January", "February", "March"])
            await WriteAsync(ServerFolder(folder), $"Reports/2026/{month}.csv", Table("day,containers,tons", "{0},12,340", 31), cancellationToken);
        await WriteAsync(ServerFolder(folder), "Large file.bin", new string('.', 3_000_000), cancellationToken);
    }

    private static string Table(string head, string row, int count) => string.Join(
        '\n',
        Enumerable.Range(1, count).Select(i => string.Format(CultureInfo.InvariantCulture, row, i)).Prepend(head).Append(""));

    private static Task WriteAsync(string side, string name, string text, CancellationToken cancellationToken)
    {
        var file = Path.Join(side, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return File.WriteAllTextAsync(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
    }
}
