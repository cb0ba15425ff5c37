using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Fuzz.Wire;

/// <summary>Paths in replies and arguments: PWD, STOU, COMB, OpenVMS, and paths as people type them.</summary>
internal sealed class PathReplyTarget : FuzzTarget
{
    public override string Name => "pwd";

    public override IReadOnlyList<string> Words =>
        ["\"/a\"", "\"\"", "\"", "257 ", "'USER.LIB'", "DISK:[USER]", "[.a]b", "[000000]", ":[", "]", "..", "./", "//", "/", "FILE: x", "\"a\" \"b\"", "(unique file name:x)", "\\", "\x85"];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var text = FtpTextEncoding.Utf8.Decode(input);
        if (PwdFormat.TryParse(text, out var working))
        {
            CheckPath(working);
            Claim.Holds(PwdFormat.TryParse($"257 {PwdFormat.Format(working)} is it", out var again) && again == working);
        }

        if (FtpPath.TryParse(FuzzText.Of(input), out var typed)) CheckPath(typed);
        if (CombFormat.TryParse(text, out var names))
        {
            Claim.Holds(names.Count >= 2 && names.All(static name => name.Length > 0));
            var paths = names.Select(static name => FtpPath.TryParse(name, out var path) ? path : null).OfType<FtpPath>().ToList();
            if (paths.Count == names.Count)
            {
                Claim.Holds(CombFormat.TryParse(CombFormat.Format(paths[0], [.. paths.Skip(1)]), out var again)
                    && again.SequenceEqual(paths.Select(static path => path.ToString()), StringComparer.Ordinal));
            }
        }

        if (CombFormat.TryReadName(text, out var quoted, out var rest)) Claim.Holds(quoted.Length > 0 && (rest.Length == 0 || rest[0] == ' '));
        var lines = text.Split('\n').Select(static line => line.Replace('\0', ' ').Replace('\r', ' ')).ToArray();
        var final = new FtpReply(226, lines[^1]);
        if (UniqueNameFormat.TryParse(lines.Length > 1 ? new FtpReply(150, lines[..^1]) : null, final, out var unique)) Claim.Holds(unique.Length > 0);
        if (VmsPathFormat.TryParse(text, out var vms)) CheckVms(vms);
    }

    private static void CheckPath(FtpPath path)
    {
        Claim.Holds(path.Segments.All(FtpPath.IsName) && path.IsWithin(path.IsAbsolute ? FtpPath.Root : FtpPath.Home));
        Claim.Holds(FtpPath.Parse(path.ToString()) == path);
        Claim.Holds(path.Parent is null == path.IsTop && (path.Parent is not { } parent || parent.Append(path.Name) == path));
        Claim.Holds(FuzzText.IsHarmless(TerminalText.Escape(path.ToString()), mayHaveLines: false));
    }

    private static void CheckVms(FtpPath path)
    {
        CheckPath(path);

        // Points and brackets in names mean directories there, and the device's top directory has a name of its own.
        if (path.Segments.Any(static name => name.AsSpan().ContainsAny("[].:/") || name == "000000")) return;
        if (!path.IsTop && path.Segments.Count > 1) Claim.Holds(VmsPathFormat.TryParse(VmsPathFormat.FormatFile(path), out var file) && file == path);
        if (!path.IsTop) Claim.Holds(VmsPathFormat.TryParse(VmsPathFormat.FormatDirectory(path), out var directory) && directory == path);
    }
}
