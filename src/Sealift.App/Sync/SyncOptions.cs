using System.Globalization;

namespace Sealift.App.Sync;

/// <summary>What a person chooses in the dialog, and the words of "sealift sync" that say the same.</summary>
public sealed class SyncOptions
{
    /// <summary>What happens to files that differ, with its words.</summary>
    public static IReadOnlyList<(string Value, string Words)> ExistingChoices { get; } =
    [
        ("replace", "are replaced"),
        ("newer", "are replaced where the source's is newer"),
        ("skip", "stay as they are"),
        ("both", "stay, and the source's is put beside them"),
        ("always", "are replaced, equal ones too"),
    ];

    /// <summary>What makes two files equal, with its words.</summary>
    public static IReadOnlyList<(string Value, string Words)> CompareChoices { get; } =
    [
        ("time", "size and time"),
        ("size", "size alone"),
        ("hash", "size and checksum (both sides must compute one)"),
    ];

    /// <summary>What happens to symbolic links, with its words.</summary>
    public static IReadOnlyList<(string Value, string Words)> LinkChoices { get; } =
    [
        ("skip", "are left out"),
        ("follow", "are copied as what they lead to"),
        ("keep", "are made in the target too"),
    ];

    /// <summary>What happens to files of the target that differ.</summary>
    public string Existing { get; set; } = "replace";

    /// <summary>What makes two files equal.</summary>
    public string Compare { get; set; } = "time";

    /// <summary>What happens to symbolic links.</summary>
    public string Links { get; set; } = "skip";

    /// <summary>Whether the target loses what the source does not have.</summary>
    public bool Delete { get; set; }

    /// <summary>How many deletions were confirmed; null for the usual limit.</summary>
    public long? ConfirmedDeletions { get; set; }

    /// <summary>Whether checksums are demanded of what is copied.</summary>
    public bool Verify { get; set; }

    /// <summary>Patterns that alone take part, one a line.</summary>
    public string Include { get; set; } = "";

    /// <summary>Patterns that are left out, one a line.</summary>
    public string Exclude { get; set; } = "";

    /// <summary>How many files travel at once.</summary>
    public int Sessions { get; set; } = 4;

    /// <summary>The words, those that say the default left out.</summary>
    public IReadOnlyList<string> Words()
    {
        var words = new List<string>();
        if (Delete) words.Add("--delete");
        if (Delete && ConfirmedDeletions is { } count) words.AddRange(["--delete-limit", count.ToString(CultureInfo.InvariantCulture)]);
        if (Existing != "replace") words.AddRange(["--existing", Existing]);
        if (Compare != "time") words.AddRange(["--compare", Compare]);
        if (Links != "skip") words.AddRange(["--links", Links]);
        foreach (var pattern in Lines(Include)) words.AddRange(["--include", pattern]);
        foreach (var pattern in Lines(Exclude)) words.AddRange(["--exclude", pattern]);
        if (Verify) words.Add("--verify");
        if (Sessions != 4) words.AddRange(["--sessions", Sessions.ToString(CultureInfo.InvariantCulture)]);
        return words;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
