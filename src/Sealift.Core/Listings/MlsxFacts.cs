using System.Globalization;

namespace Sealift.Core.Listings;

/// <summary>Collects the facts of one line (RFC 3659 section 7.5); their names and types are compared without case.</summary>
internal struct MlsxFacts(TextCache texts)
{
    private FtpEntryKind _kind;
    private string? _target;
    private long? _size;
    private FtpTimestamp? _modified;
    private FtpTimestamp? _created;
    private string? _mode;
    private string? _owner;
    private string? _ownerName;
    private string? _group;
    private string? _groupName;
    private string? _unique;
    private string? _perm;

    public void Take(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        // The empty value of perm says "nothing is allowed"; elsewhere it says nothing.
        if (value.IsEmpty && !Is(name, "perm"))
            return;
        if (Is(name, "type"))
            TakeType(value);
        // Some servers misspell the size of directories (RFC 3659 section 7.5.7) or mean it for files.
        else if (Is(name, "size") || Is(name, "sizd"))
            _size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;
        else if (Is(name, "modify"))
            _modified = FtpTimestamp.TryParse(value, out var modified) ? modified : null;
        else if (Is(name, "create"))
            _created = FtpTimestamp.TryParse(value, out var created) ? created : null;
        else if (Is(name, "perm"))
            _perm = texts.Get(value);
        else if (Is(name, "unique"))
            _unique = value.ToString();
        else if (Is(name, "unix.mode"))
            _mode = texts.Get(value);
        else if (Is(name, "unix.owner") || Is(name, "unix.uid"))
            _owner = texts.Get(value);
        else if (Is(name, "unix.ownername"))
            _ownerName = texts.Get(value);
        else if (Is(name, "unix.group") || Is(name, "unix.gid"))
            _group = texts.Get(value);
        else if (Is(name, "unix.groupname"))
            _groupName = texts.Get(value);
    }

    public readonly FtpEntry ToEntry(string name) => new()
    {
        Name = name,
        Kind = _kind,
        Size = _size,
        Modified = _modified,
        Created = _created,
        LinkTarget = _target,
        Permissions = _mode,
        Owner = _ownerName ?? _owner,
        Group = _groupName ?? _group,
        Unique = _unique,
        Perm = _perm,
    };

    private static bool Is(ReadOnlySpan<char> name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    // RFC 3659 section 7.5.1.
    private void TakeType(ReadOnlySpan<char> value)
    {
        const string System = "OS.unix=";
        if (Is(value, "file"))
            _kind = FtpEntryKind.File;
        else if (Is(value, "dir"))
            _kind = FtpEntryKind.Directory;
        else if (Is(value, "cdir"))
            _kind = FtpEntryKind.CurrentDirectory;
        else if (Is(value, "pdir"))
            _kind = FtpEntryKind.ParentDirectory;
        else if (value.StartsWith(System, StringComparison.OrdinalIgnoreCase))
            TakeUnixType(value[System.Length..]);
        else if (value.StartsWith("OS.", StringComparison.OrdinalIgnoreCase))
            _kind = FtpEntryKind.Other;
    }

    private void TakeUnixType(ReadOnlySpan<char> value)
    {
        var colon = value.IndexOf(':');
        var type = colon < 0 ? value : value[..colon];
        if (!Is(type, "slink") && !Is(type, "symlink"))
        {
            _kind = FtpEntryKind.Other;
            return;
        }

        _kind = FtpEntryKind.Link;
        _target = colon < 0 ? null : value[(colon + 1)..].ToString();
    }
}
