namespace Sealift.App.Files.Panes;

/// <summary>The nine permission bits in words and octal digits.</summary>
internal static class UnixMode
{
    /// <summary>Who.</summary>
    public static IReadOnlyList<string> Whose { get; } = ["Owner", "Group", "Others"];

    /// <summary>What they may do.</summary>
    public static IReadOnlyList<string> Rights { get; } = ["read", "write", "execute"];

    /// <summary>The bit of one right.</summary>
    /// <param name="who">A place in <see cref="Whose"/>.</param>
    /// <param name="right">A place in <see cref="Rights"/>.</param>
    public static int Bit(int who, int right) => 1 << (8 - (who * 3) - right);

    /// <summary>Three octal digits.</summary>
    public static string Octal(int mode) => Convert.ToString(mode, 8).PadLeft(3, '0');

    /// <summary>Reads three octal digits, or four that begin with 0; null for anything else.</summary>
    public static int? Parse(string text)
    {
        var digits = text.AsSpan().Trim();
        if (digits is ['0', _, _, _]) digits = digits[1..];
        return digits.Length == 3 && !digits.ContainsAnyExceptInRange('0', '7') ? Convert.ToInt32(digits.ToString(), 8) : null;
    }
}
