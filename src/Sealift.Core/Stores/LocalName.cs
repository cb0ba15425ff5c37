using System.Buffers;
using System.Text;

namespace Sealift.Core.Stores;

/// <summary>Which names the file system here can hold exactly as they are.</summary>
internal static class LocalName
{
    private const int MaxBytes = 255;

    private static readonly SearchValues<char> WindowsForbidden = SearchValues.Create("\\<>:\"|?*");

    public static bool IsValid(string name) => OperatingSystem.IsWindows()
        ? IsValidOnWindows(name)
        : Encoding.UTF8.GetByteCount(name) <= MaxBytes;

    /// <summary>Windows cuts dots and blanks at the end, reads streams after ':', and has devices in every directory.</summary>
    internal static bool IsValidOnWindows(string name)
    {
        if (name.Length > MaxBytes || name.AsSpan().ContainsAny(WindowsForbidden) || name[^1] is '.' or ' ')
            return false;
        var dot = name.IndexOf('.');
        var stem = (dot < 0 ? name : name[..dot]).TrimEnd(' ').ToUpperInvariant();
        var isDevice = stem is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$"
            || (stem.Length == 4 && (stem[..3] is "COM" or "LPT") && (char.IsAsciiDigit(stem[3]) || stem[3] is '¹' or '²' or '³'));
        return !isDevice;
    }
}
