using System.Text;

namespace Sealift.TestKit.Hostile;

/// <summary>Names that a hostile server lists and a hostile client sends: made by rules, so that no single one is what is defended against.</summary>
public static class HostileNames
{
    private static readonly string[] Targets = ["etc/passwd", "canary", "root_secret/canary", "x", ".ssh/authorized_keys"];

    /// <summary>All of them, each different from every other.</summary>
    public static IReadOnlyList<HostileName> All { get; } = Make();

    /// <summary>The classes, for theories.</summary>
    public static IReadOnlyList<string> Classes { get; } = [.. All.Select(static name => name.Class).Distinct(StringComparer.Ordinal)];

    /// <summary>Those of one class.</summary>
    public static IReadOnlyList<HostileName> Of(string @class) => [.. All.Where(name => name.Class == @class)];

    private static List<HostileName> Make()
    {
        List<HostileName> names = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        void Add(string @class, params IEnumerable<string> texts) => AddBytes(@class, texts.Select(Encoding.UTF8.GetBytes));
        void AddBytes(string @class, IEnumerable<byte[]> all)
        {
            foreach (byte[] bytes in all)
            {
                if (seen.Add(Convert.ToHexString(bytes)))
                    names.Add(new HostileName(@class, bytes));
            }
        }

        Add("traversal", ".", "..", "../", "./", "/", "//", "/..", "/../", "./..", "../..", "...//", "a/..", "a/../..", "a//b", "a/", "a/./b", ".//..");
        foreach (string target in Targets)
        {
            Add("traversal", $"../{target}", $"../../{target}", $"a/../../{target}", $"./../{target}", $"..//{target}", $"/{target}", $"//{target}",
                $"/../{target}", $"a/{target}", $"./{target}", $"target/../../{target}", $"../target/../{target}", $"....//{target}",
                string.Concat(Enumerable.Repeat("../", 40)) + target);
        }

        Add("windows path", Targets.SelectMany(static target =>
        {
            string path = target.Replace('/', '\\');
            return (string[])[$"..\\{path}", $"..\\..\\{path}", $"\\{path}", $"C:\\{path}", $"C:{path}", $"\\\\server\\share\\{path}", $"\\\\?\\C:\\{path}", $"\\\\.\\{path}", $"a\\..\\..\\{path}"];
        }));
        Add("windows path", "C:", "C:.", "C:..", "c:..\\x", "..\\", ".\\", "\\", "..\\../x", "../..\\x");

        string[] devices = ["CON", "PRN", "AUX", "NUL", "COM1", "COM9", "COM0", "LPT1", "LPT9", "COM¹", "COM²", "LPT³", "CONIN$", "CONOUT$", "con", "Nul", "lpt5", "CLOCK$"];
        Add("device", devices.SelectMany(static device => (string[])[device, device + ".txt", device + " .txt", device + ".", device + "::$DATA"]));
        Add("stream", "a::$DATA", "a:b", "a:b:$DATA", "::$INDEX_ALLOCATION", "dir::$INDEX_ALLOCATION", ":x", "a:", "name.", "name..", "name ", "name . ", "...", "....", " ", "  ", ". ", ".. ", "a*", "a?", "a<b", "a>b", "a\"b", "a|b", "PROGRA~1", "a~1.txt");

        AddBytes("control", Enumerable.Range(0, 0x20).Append(0x7F).SelectMany(static one => (byte[][])
        [
            [(byte)'a', (byte)one, (byte)'b'], [(byte)one, (byte)'x', (byte)one, (byte)'y'], [.. "c"u8, (byte)one, .. "DELE canary"u8],
        ]));
        Add("control", "a\r\nDELE canary", "a\rSTOR x", "a\0.txt", "a\u001B[2J", "\u001B]52;c;ZXZpbA==\u0007", "a\u001B]0;pwn\u0007", "\t", "a\r", "a\n", "\r\n", "x\r\n.\r\n");
        Add("terminal", "a\u0085b", "a\u009B2Jb", "\u009D0;pwn\u009C", "a\u0080b", "a\u009Fb", "\u202Egpj.exe", "\u2066a\u2069", "a\u200Bb", "\uFEFFbom", "a\u2028b", "a\u2029b", "\u00ADsoft");

        Add("word", "file:", "file:x", "ftp:", "ftps:", "ftpes:", "http:", "|id", "id|", "-rf", "-", "--", "--help", "-la", "-R", "@file", "~", "~root", "~/x"[..1] + "x", "*", "?", "[a-z]", "{a,b}", "$(x)", "${HOME}", "$HOME",
            "`id`", ";id", "a;b", ";type=a", "a&b", "&& id", "> x", "%2e%2e%2f", "%2e%2e", "%00", "%0d%0aDELE%20x", "%252e", "+x", "!x", "#x", "a=b", "type=dir; x", "\"quoted\"", "'single'", "\"", "\"\"", "a\"b", "..a", "a..", "..a..", ".hidden", ". x", "a -> b",
            " leading", "trailing ", "two  blanks", "total 0", "-rw-r--r--", "drwxr-xr-x 2 a b 4096 Jan 1 2020 fake", "226 Done.", "421 Bye.", "con%4E", "%41", "100%", "%", "%zz", "desktop.ini", "autorun.inf", ".git", ".bashrc", ".netrc",
            ".sealift", "sealift.toml", "a.sealift-parts", "UPPER", "upper", "Upper");
        Add("unicode", "\u00E9", "e\u0301", "\uFB01le", "file", "a\uFF0Fb", "a\u2215b", "a\u2044b", "\u2024\u2024", "\uFF0E\uFF0E", "\u3002\u3002", "\u560D\u560A", "\u010A\u010D", "\u212A", "K", "k\u0307", "ſ", "s", "İ", "ı", "i", "ß", "SS", "日本", "한글", "\u1112\u1161\u11AB", "😀", "\uE000", "\uF8FF", "\uFFFD", "\U0010FFFD", "\u0345", "\u0300x");
        AddBytes("bytes",
        [
            [0xC0, 0xAE, 0xC0, 0xAE, 0xC0, 0xAF, (byte)'x'], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xF0, 0x80, 0x80, 0xAF], [0xC0, 0x8A], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80],
            [0xFF], [0xFE], [0xFF, 0xFF], [0xFF, 0xF4, 0xFF, 0xF2], [0xFF, 0xFE, 0x61], [0x80], [0x9B, (byte)'2', (byte)'J'], [(byte)'a', 0xE9], [0xE9, (byte)'t', 0xE9], [0xC3], [(byte)'a', 0xC3], [0xE2, 0x82],
            [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xC1, 0xBF], [0x82, 0xA0], [0xA4, 0xA2], [0xF4, 0x90, 0x80, 0x80], [0xBF, 0xEF], [.. "../"u8, 0xFF], [0xFF, .. "/x"u8], [0xC0, 0xAE, 0xC0, 0xAE, (byte)'/', (byte)'x'],
        ]);
        Add("long", new string('x', 255), new string('x', 256), new string('x', 4096), string.Concat(Enumerable.Repeat("日", 85)), string.Concat(Enumerable.Repeat("日", 86)), new string('.', 255), new string(' ', 200), string.Concat(Enumerable.Repeat("a/", 2000)) + "x");
        return names;
    }
}
