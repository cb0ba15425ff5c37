using System.Globalization;

namespace Sealift.Core.Errors;

/// <summary>
/// Every failure that Sealift can report, with its causes and what to do. The errors carry its codes: <see cref="FtpException.Code"/>.
/// </summary>
public static class ErrorCatalogue
{
    private const string Resource = "Errors.catalogue.txt";

    /// <summary>All entries, in the order of the catalogue: by area, then by number.</summary>
    public static IReadOnlyList<ErrorEntry> All { get; } = Load();

    /// <summary>The entry of a code; null if there is none.</summary>
    /// <param name="code">The code, such as <c>SL-NET-01</c>, in any case.</param>
    public static ErrorEntry? Find(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return All.FirstOrDefault(entry => entry.Code.Equals(code, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The entries that a reply code stands for; none where it is no failure, or one that no standard explains.</summary>
    /// <param name="reply">The reply code, 100 to 699.</param>
    public static IReadOnlyList<ErrorEntry> OfReply(int reply) => [.. All.Where(entry => entry.Replies.Contains(reply))];

    /// <summary>Reads the text of a catalogue.</summary>
    /// <exception cref="FormatException">A line is neither a record's head nor one of its fields.</exception>
    internal static IReadOnlyList<ErrorEntry> Read(TextReader text)
    {
        var entries = new List<ErrorEntry>();
        ErrorRecord? record = null;
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (line.Length == 0)
            {
                if (record is not null) entries.Add(record.Finish());
                record = null;
            }
            else if (record is null)
            {
                record = ErrorRecord.Begin(line);
            }
            else
            {
                record.Add(line);
            }
        }

        if (record is not null) entries.Add(record.Finish());
        return entries.AsReadOnly();
    }

    private static IReadOnlyList<ErrorEntry> Load()
    {
        using var stream = typeof(ErrorCatalogue).Assembly.GetManifestResourceStream(Resource)!;
        using var text = new StreamReader(stream);
        return Read(text);
    }

    /// <summary>A record of the text while it is read.</summary>
    private sealed class ErrorRecord(string code, int exitCode, string title)
    {
        private readonly List<string> _causes = [];
        private readonly List<string> _evidence = [];
        private readonly List<string> _steps = [];
        private readonly List<int> _replies = [];

        public static ErrorRecord Begin(string line) =>
            line.Split(' ', 3) is [var code, var exit, { Length: > 0 } title]
            && int.TryParse(exit, NumberStyles.None, CultureInfo.InvariantCulture, out var exitCode)
                ? new ErrorRecord(code, exitCode, title)
                : throw new FormatException($"\"{line}\" does not begin a record.");

        public void Add(string line)
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var value = colon < 0 ? "" : line[(colon + 2)..];
            switch (colon < 0 ? line : line[..colon])
            {
                case "cause":
                    _causes.Add(value);
                    break;
                case "see":
                    _evidence.Add(value);
                    break;
                case "do":
                    _steps.Add(value);
                    break;
                case "reply":
                    _replies.AddRange(value.Split(' ').Select(static word => int.Parse(word, CultureInfo.InvariantCulture)));
                    break;
                default:
                    throw new FormatException($"\"{line}\" is no field of {code}.");
            }
        }

        public ErrorEntry Finish() => new()
        {
            Code = code,
            ExitCode = exitCode,
            Title = title,
            Causes = _causes,
            Evidence = _evidence,
            Steps = _steps,
            Replies = _replies,
        };
    }
}
