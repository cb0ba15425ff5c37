using System.Globalization;

namespace Sealift.Core.Listings;

/// <summary>Plain decimal numbers of a listing.</summary>
internal static class ListNumber
{
    /// <summary>Reads ASCII digits and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, int maxDigits, out int value)
    {
        value = 0;
        return text.Length <= maxDigits && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a size. More than 63 bits are a size that is not stated: the result is true and the size null.</summary>
    public static bool TryParseSize(ReadOnlySpan<char> text, out long? size)
    {
        size = null;
        if (!AreDigits(text))
            return false;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            size = value;
        return true;
    }

    /// <summary>Whether the text is one ASCII digit or more.</summary>
    public static bool AreDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
