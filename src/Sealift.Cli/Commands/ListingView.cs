using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Core;

namespace Sealift.Cli.Commands;

/// <summary>Shows entries: JSON at once, text sorted at the end.</summary>
internal sealed class ListingView(Terminal terminal, bool isJson, bool isLong)
{
    private const string Bold = "\e[1m";
    private const string Blue = "\e[1;34m";
    private const string Cyan = "\e[36m";
    private const string Yellow = "\e[33m";
    private const string Reset = "\e[0m";

    private readonly List<(string Shown, FtpEntry Entry)> _entries = [];

    /// <summary>Adds an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="shown">Its name, or its path below the directory that is listed.</param>
    /// <param name="path">Where it is; <see langword="null"/> if the server named it in a way that cannot be.</param>
    public void Add(FtpEntry entry, string shown, FtpPath? path)
    {
        if (isJson)
        {
            // What could not be read has no path that a program might act on.
            var place = entry.Kind == FtpEntryKind.Unreadable ? null : path?.ToString() ?? shown;
            terminal.WriteJson(EntryRecord.Of(entry, place), JsonLines.Default.EntryRecord);
        }
        else _entries.Add((shown, entry));
    }

    /// <summary>Shows what was gathered.</summary>
    public void Finish()
    {
        _entries.Sort((a, b) => string.CompareOrdinal(a.Shown, b.Shown));
        if (isLong) WriteTable();
        else foreach (var (shown, entry) in _entries) terminal.Out.WriteLine(Paint(shown, entry.Kind));
        terminal.Out.Flush();
    }

    private void WriteTable()
    {
        if (_entries.Count == 0) return;
        var permissions = Math.Max(5, _entries.Max(item => item.Entry.Permissions?.Length ?? 1));
        var size = Math.Max(4, _entries.Max(item => Size(item.Entry).Length));
        if (terminal.UsesColour)
            terminal.Out.WriteLine($"{Bold}{"type",-10}  {"perms".PadRight(permissions)}  {"size".PadLeft(size)}  {"modified (UTC)",-20}  name{Reset}");

        foreach (var (shown, entry) in _entries)
        {
            terminal.Out.Write($"{EntryRecord.TypeOf(entry.Kind),-10}  ");
            terminal.Out.Write($"{terminal.Show(entry.Permissions ?? "-").PadRight(permissions)}  ");
            terminal.Out.Write($"{Size(entry).PadLeft(size)}  {TimeText.Column(entry.Modified),-20}  {Paint(shown, entry.Kind)}");
            if (entry.LinkTarget is { Length: > 0 } target) terminal.Out.Write($" -> {terminal.Show(target)}");
            terminal.Out.WriteLine();
        }
    }

    // "~" marks a size that is only near the truth.
    private static string Size(FtpEntry entry) => entry.Size is { } size && entry.Kind != FtpEntryKind.Directory
        ? string.Create(CultureInfo.InvariantCulture, $"{(entry.IsSizeApproximate ? "~" : "")}{size}")
        : "-";

    private string Paint(string name, FtpEntryKind kind)
    {
        var text = terminal.Show(name);
        return (terminal.UsesColour, kind) switch
        {
            (true, FtpEntryKind.Directory) => $"{Blue}{text}{Reset}",
            (true, FtpEntryKind.Link) => $"{Cyan}{text}{Reset}",
            (true, FtpEntryKind.Unreadable) => $"{Yellow}{text}{Reset}",
            _ => text,
        };
    }
}
