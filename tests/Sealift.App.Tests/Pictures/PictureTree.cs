using System.Security.Cryptography;

namespace Sealift.App.Tests.Pictures;

/// <summary>Directories as people have them, on this machine and on a server, alike but not the same.</summary>
internal static class PictureTree
{
    private static readonly DateTime Time = new(2026, 5, 1, 9, 30, 0, DateTimeKind.Utc);

    private static readonly (string Name, int Size, int Days)[] Common =
    [
        ("img/", 0, 0), ("scripts/", 0, 3), ("news/", 0, 11), ("about.html", 7_312, 0), ("contact.html", 5_870, 4), ("imprint.html", 3_204, 0), ("robots.txt", 112, 0), ("favicon.ico", 15_406, 0),
        ("img/harbour.jpg", 284_113, 0), ("img/crane.jpg", 412_900, 0),
    ];

    private static readonly (string Name, int Size, int Days)[] Here =
    [
        ("index.html", 9_140, 16), ("style.css", 0, 17), ("sitemap.xml", 2_410, 16), ("news-9.html", 6_120, 9), ("news-10.html", 6_840, 14),
        ("Annual report 2025, final version with the tables of the harbour authority (corrected).pdf", 2_418_332, 18), ("Preisliste für Österreich.csv", 48_120, 12), (".htaccess", 310, 0),
    ];

    private static readonly (string Name, int Size, int Days)[] There =
    [
        ("index.html", 8_990, 2), ("style.css", 1_204, 1), ("logs/", 0, 15), ("old-offers.html", 12_440, 0), ("news-9.html", 6_120, 9), (".htaccess", 310, 0),
    ];

    /// <summary>Writes the side of this machine.</summary>
    public static void WriteHere(string root)
    {
        Write(root, [.. Common, .. Here]);
        File.WriteAllText(Path.Combine(root, "style.css"), "body {\n    margin: 0;\n    font-family: system-ui, sans-serif;\n}\n\nmain {\n    max-width: 60rem;\n    margin: 2rem auto;\n}\n");
        SetTime(root, "style.css", 17);
    }

    /// <summary>Writes the side of the server.</summary>
    public static void WriteThere(string root) => Write(root, [.. Common, .. There]);

    private static void Write(string root, (string Name, int Size, int Days)[] entries)
    {
        Directory.CreateDirectory(root);
        foreach (var (name, size, _) in entries)
        {
            var place = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            if (!name.EndsWith('/')) File.WriteAllBytes(place, RandomNumberGenerator.GetBytes(size));
        }

        foreach (var (name, _, days) in entries.OrderByDescending(static entry => entry.Name.Length)) SetTime(root, name, days);
    }

    private static void SetTime(string root, string name, int days) => Directory.SetLastWriteTimeUtc(Path.Combine(root, name.TrimEnd('/')), Time.AddDays(days).AddMinutes(days * 37));
}
