namespace Sealift.Core.Listings;

/// <summary>The mode of a file as "rw-r--r--" and as octal digits.</summary>
internal static class UnixPermissions
{
    private const string Letters = "rwxrwxrwx";

    /// <summary>Nine letters for the low bits of a mode, with s and t for the high ones.</summary>
    public static string Format(int mode)
    {
        Span<char> text = stackalloc char[9];
        for (var i = 0; i < 9; i++)
            text[i] = (mode & (0x100 >> i)) != 0 ? Letters[i] : '-';
        Mark(text, 2, (mode & 0x800) != 0, 's', 'S');
        Mark(text, 5, (mode & 0x400) != 0, 's', 'S');
        Mark(text, 8, (mode & 0x200) != 0, 't', 'T');
        return text.ToString();
    }

    /// <summary>The mode of nine letters or of octal digits, as "0644".</summary>
    public static bool TryToOctal(string permissions, out string octal)
    {
        octal = permissions;
        if (permissions.Length is > 0 and <= 7 && !permissions.AsSpan().ContainsAnyExceptInRange('0', '7'))
            return true;
        if (permissions.Length != 9 || !AreLetters(permissions))
            return false;
        var mode = 0;
        for (var i = 0; i < 9; i++)
        {
            if (permissions[i] is 'r' or 'w' or 'x' or 's' or 't')
                mode |= 0x100 >> i;
        }

        mode |= permissions[2] is 's' or 'S' ? 0x800 : 0;
        mode |= permissions[5] is 's' or 'S' ? 0x400 : 0;
        mode |= permissions[8] is 't' or 'T' ? 0x200 : 0;
        octal = "0" + Convert.ToString(mode, 8).PadLeft(3, '0');
        return true;
    }

    /// <summary>Nine letters for a mode given either way.</summary>
    public static bool TryToLetters(string permissions, out string letters)
    {
        letters = permissions;
        if (permissions.Length == 9 && AreLetters(permissions))
            return true;
        if (permissions.Length is 0 or > 7 || permissions.AsSpan().ContainsAnyExceptInRange('0', '7'))
            return false;
        letters = Format(ParseOctal(permissions));
        return true;
    }

    /// <summary>Whether each letter stands where it may: the check that tells a mode from any other word.</summary>
    public static bool AreLetters(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var fits = (i % 3) switch
            {
                0 => text[i] is 'r' or '-',
                1 => text[i] is 'w' or '-',
                _ => text[i] is 'x' or 's' or 'S' or 't' or 'T' or 'l' or 'L' or '-',
            };
            if (!fits)
                return false;
        }

        return true;
    }

    /// <summary>Whether a letter may be the ninth.</summary>
    public static bool IsLast(char letter) => letter is 'x' or 's' or 'S' or 't' or 'T' or 'l' or 'L' or '-';

    /// <summary>Up to seven octal digits as a number.</summary>
    public static int ParseOctal(ReadOnlySpan<char> digits)
    {
        var mode = 0;
        foreach (var digit in digits)
            mode = (mode << 3) | (digit - '0');
        return mode;
    }

    private static void Mark(Span<char> text, int at, bool isSet, char executable, char plain)
    {
        if (isSet)
            text[at] = text[at] == '-' ? plain : executable;
    }
}
