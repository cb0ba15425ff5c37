using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Transfer.Planning;

namespace Sealift.App.Files.Panes;

/// <summary>The facts of entries in words, as columns show them.</summary>
internal static class PaneText
{
    /// <summary>The size; empty where there is none to show.</summary>
    public static string Size(FtpEntry entry) => entry.Size is { } size && entry.Kind != FtpEntryKind.Directory ? (entry.IsSizeApproximate ? "~" : "") + SizeText.Of(size) : "";

    /// <summary>The size to the byte.</summary>
    public static string ExactSize(FtpEntry entry) => entry.Size is { } size ? string.Create(CultureInfo.InvariantCulture, $"{size:N0} bytes") : "";

    /// <summary>The time in the zone of this machine; as it was stated where its own zone is not known.</summary>
    public static string Modified(FtpTimestamp? time, TimeProvider clock)
    {
        if (time is not { } stated) return "";
        if (stated.ToUtc() is { } utc && stated.Precision >= FtpTimePrecision.Minute)
            return TimeZoneInfo.ConvertTime(utc, clock.LocalTimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var text = TimeText.Iso(stated).Replace('T', ' ');
        return text.Length > 16 ? text[..16] : text;
    }

    /// <summary>The time as exactly as it was stated.</summary>
    public static string ExactModified(FtpTimestamp? time) => time is { } stated ? TimeText.Iso(stated) : "";

    /// <summary>The permissions as "ls -l" shows them, where they are of that kind; else as they were told.</summary>
    public static string Mode(FtpEntry entry)
    {
        if (entry.UnixMode is not { } mode) return TerminalText.Escape(entry.Permissions ?? "");
        Span<char> letters = stackalloc char[9];
        for (var i = 0; i < letters.Length; i++) letters[i] = ((int)mode & (1 << (8 - i))) != 0 ? "rwx"[i % 3] : '-';
        return letters.ToString();
    }

    /// <summary>What kind of entry it is.</summary>
    public static string Kind(FtpEntry entry) => entry.Kind switch
    {
        FtpEntryKind.Directory => "directory",
        FtpEntryKind.File => "file",
        FtpEntryKind.Link => entry.LinkTarget is { Length: > 0 } target ? $"link to {TerminalText.Escape(target)}" : "link",
        FtpEntryKind.Unreadable => "not readable",
        FtpEntryKind.Other => "special file",
        _ => "entry",
    };

    /// <summary>How a line stands to the other pane; null where nothing is to be said.</summary>
    public static string? Mark(EntryDifference? difference) => difference switch
    {
        EntryDifference.OnlyHere => "only here",
        EntryDifference.Newer => "newer",
        EntryDifference.Older => "older",
        EntryDifference.Different => "different",
        _ => null,
    };

    /// <summary>A number of things, such as "1 file" or "1,234 files".</summary>
    public static string Count(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");
}
