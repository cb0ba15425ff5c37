namespace Sealift.Transfer;

/// <summary>What names and times a store can hold.</summary>
public sealed record StoreTraits
{
    /// <summary>Holds every name, exactly as written, and times to the millisecond.</summary>
    public static StoreTraits Any { get; } = new();

    /// <summary>An FTP server: names as written; times to the second, as MDTM and MFMT state them (RFC 3659 section 2.3).</summary>
    public static StoreTraits ForFtp { get; } = new() { TimePrecision = TimeSpan.FromSeconds(1) };

    /// <summary>The disks of this machine, by the operating system's usual file systems.</summary>
    public static StoreTraits ForThisMachine { get; } = new()
    {
        Names = OperatingSystem.IsWindows() ? NameRules.Windows : NameRules.Posix,
        IgnoresCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(),
        NormalizesUnicode = OperatingSystem.IsMacOS(),
    };

    /// <summary>Which names cannot exist. Default <see cref="NameRules.Any"/>.</summary>
    public NameRules Names { get; init; }

    /// <summary>Whether "A" and "a" are one file. Default false.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>Whether composed and decomposed letters are one file. Default false.</summary>
    public bool NormalizesUnicode { get; init; }

    /// <summary>The smallest difference of times that means anything. Default 1 ms.</summary>
    public TimeSpan TimePrecision { get; init; } = TimeSpan.FromMilliseconds(1);
}
