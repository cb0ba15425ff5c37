using Sealift.App.Files.Panes;
using Sealift.Core;

namespace Sealift.App.Tests.Files;

/// <summary>Lines of panes, made of words.</summary>
internal static class Lines
{
    /// <summary>A line; a name with a slash at its end is a directory.</summary>
    public static PaneItem Of(string name, long? size = null, DateTime? modified = null) => new(new FtpEntry
    {
        Name = name.TrimEnd('/'),
        Kind = name.EndsWith('/') ? FtpEntryKind.Directory : FtpEntryKind.File,
        Size = size,
        Modified = modified is { } time ? new FtpTimestamp(DateTime.SpecifyKind(time, DateTimeKind.Utc), FtpTimePrecision.Second, IsUtc: true) : null,
    });

    /// <summary>Several lines.</summary>
    public static PaneItem[] Some(params string[] names) => [.. names.Select(name => Of(name))];

    /// <summary>The names of lines.</summary>
    public static string[] Names(IEnumerable<PaneItem> items) => [.. items.Select(item => item.Entry.Name)];
}
