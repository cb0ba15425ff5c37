using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Wire;

/// <summary>The replies in which a server tells which name it gave to an upload (STOU).</summary>
public static class UniqueNameFormat
{
    private const string Label = "FILE: ";

    /// <summary>
    /// Finds the name: "FILE: name" in the 125 or 150 that announces the transfer (RFC 1123 section 4.1.2.9); some servers say it
    /// in the final reply only, so, or in quotes, or behind a colon at its end.
    /// </summary>
    /// <param name="announcement">The preliminary reply, if there was one.</param>
    /// <param name="final">The final reply.</param>
    /// <param name="name">The name as the server wrote it, perhaps with a path before it.</param>
    public static bool TryParse(FtpReply? announcement, FtpReply final, [NotNullWhen(true)] out string? name)
    {
        ArgumentNullException.ThrowIfNull(final);
        foreach (var line in (announcement?.Lines ?? []).Concat(final.Lines))
        {
            name = line.StartsWith(Label, StringComparison.OrdinalIgnoreCase) ? line[Label.Length..].Trim() : "";
            if (name.Length > 0) return true;
        }

        name = Quoted(final.Message) ?? BehindColon(final.Message);
        return name is not null;
    }

    private static string? Quoted(string line)
    {
        var open = line.IndexOf('"');
        var close = line.LastIndexOf('"');
        return open >= 0 && close > open + 1 ? line[(open + 1)..close].Replace("\"\"", "\"") : null;
    }

    // The form of BSD's server: "Transfer complete (unique file name:x.1)."
    private static string? BehindColon(string line)
    {
        var name = line[(line.LastIndexOf(':') + 1)..].Trim(' ', '.', ')');
        return name.Length > 0 && line.Contains(':') && !name.Contains(' ') ? name : null;
    }
}
