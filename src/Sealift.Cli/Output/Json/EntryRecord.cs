using Sealift.Core;

namespace Sealift.Cli.Output.Json;

/// <summary>An entry of a listing. The fields are documented in docs/cli.md.</summary>
internal sealed record EntryRecord
{
    public required string Name { get; init; }

    public required string? Path { get; init; }

    public required string Type { get; init; }

    public long? Size { get; init; }

    public string? Modified { get; init; }

    public string? Permissions { get; init; }

    public string? Owner { get; init; }

    public string? Group { get; init; }

    public string? Target { get; init; }

    public bool SizeIsApproximate { get; init; }

    /// <summary>The record of an entry under the path it was found at.</summary>
    public static EntryRecord Of(FtpEntry entry, string? path) => new()
    {
        Name = entry.Name,
        Path = path,
        Type = TypeOf(entry.Kind),
        Size = entry.Size,
        Modified = entry.Modified is { } time ? TimeText.Iso(time) : null,
        Permissions = entry.Permissions,
        Owner = entry.Owner,
        Group = entry.Group,
        Target = entry.LinkTarget,
        SizeIsApproximate = entry.IsSizeApproximate,
    };

    /// <summary>The word for a kind of entry.</summary>
    public static string TypeOf(FtpEntryKind kind) => kind switch
    {
        FtpEntryKind.File => "file",
        FtpEntryKind.Directory or FtpEntryKind.CurrentDirectory or FtpEntryKind.ParentDirectory => "directory",
        FtpEntryKind.Link => "link",
        FtpEntryKind.Other => "other",
        FtpEntryKind.Unreadable => "unreadable",
        _ => "unknown",
    };
}
