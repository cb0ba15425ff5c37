using System.Globalization;
using System.Text;
using Sealift.Core;

namespace Sealift.Transfer.Names;

/// <summary>
/// Writes names that cannot exist in a store so that they can, and back: what is not possible becomes <c>%</c> and two hexadecimal digits,
/// and so does a percent sign that could be mistaken for such a one. Separators never are: a name with one is refused.
/// </summary>
internal static class NameMapping
{
    private const int MaxPosixBytes = 255;
    private const int MaxWindowsUnits = 255;
    private const string WindowsForbidden = "<>:\"|?*\\";

    /// <summary>The name as the store can hold it; null where it can in no way.</summary>
    public static string? Write(string name, NameRules rules) => rules switch
    {
        NameRules.Windows => WriteForWindows(name),
        NameRules.Posix => Encoding.UTF8.GetByteCount(name) <= MaxPosixBytes ? name : null,
        _ => name,
    };

    /// <summary>The name that a store holds, as it was before <see cref="Write"/>; itself where that did not make it.</summary>
    public static string Read(string name, NameRules rules)
    {
        if (rules != NameRules.Windows || !name.Contains('%', StringComparison.Ordinal)) return name;
        var text = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (IsEscape(name, i)) text.Append((char)int.Parse(name.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            else
            {
                text.Append(name[i]);
                continue;
            }

            i += 2;
        }

        // What was escaped by somebody else is a name like any other.
        var read = text.ToString();
        return FtpPath.IsName(read) && Write(read, rules) == name ? read : name;
    }

    private static string? WriteForWindows(string name)
    {
        var last = name.Length - 1;
        var device = IsDevice(name) ? DeviceEscape(name) : -1;
        StringBuilder? text = null;
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            // Windows cuts dots and blanks at the end, reads streams after ':', and has devices in every directory.
            var isEscaped = WindowsForbidden.Contains(c, StringComparison.Ordinal)
                || (i == last && (c is '.' or ' ')) || i == device || IsEscape(name, i);
            if (isEscaped && text is null) text = new StringBuilder(name, 0, i, name.Length + 8);
            if (isEscaped) text!.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            else text?.Append(c);
        }

        var written = text?.ToString() ?? name;
        return written.Length <= MaxWindowsUnits ? written : null;
    }

    // The last letter of the device's name: "NUL.txt" becomes "NU%4C.txt", "COM¹" becomes "CO%4D¹".
    private static int DeviceEscape(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var end = dot < 0 ? name.Length : dot;
        for (var i = end - 1; i >= 0; i--)
        {
            if (char.IsAsciiLetter(name[i])) return i;
        }

        return 0;
    }

    private static bool IsDevice(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var stem = (dot < 0 ? name : name[..dot]).TrimEnd(' ').ToUpperInvariant();
        return stem is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$"
            || (stem.Length == 4 && (stem[..3] is "COM" or "LPT") && (char.IsAsciiDigit(stem[3]) || stem[3] is '¹' or '²' or '³'));
    }

    private static bool IsEscape(string name, int at) =>
        name[at] == '%' && at + 2 < name.Length && char.IsAsciiHexDigit(name[at + 1]) && char.IsAsciiHexDigit(name[at + 2]);
}
