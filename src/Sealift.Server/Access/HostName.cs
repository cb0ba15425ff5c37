using System.Net;

namespace Sealift.Server.Access;

/// <summary>The names that HOST (RFC 7151) and TLS (SNI) give a server.</summary>
internal static class HostName
{
    // RFC 1035 section 2.3.4.
    private const int MaxLength = 253;

    /// <summary>
    /// The name without a dot at its end, or an address without brackets; null for what is neither. RFC 7151 section 3: an IPv6
    /// address stands in brackets, and there is no port.
    /// </summary>
    public static string? TryRead(string text)
    {
        if (text.StartsWith('[') && text.EndsWith(']'))
            return IPAddress.TryParse(text[1..^1], out var address) && address.ToString().Contains(':') ? address.ToString() : null;
        var name = text.EndsWith('.') ? text[..^1] : text;
        return name.Length is > 0 and <= MaxLength && name.Split('.').All(IsLabel) ? name : null;
    }

    public static bool AreEqual(string left, string right) => left.TrimEnd('.').Equals(right.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
