using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sealift.Core;

/// <summary>A range of TCP ports, both ends included.</summary>
public sealed record PortRange
{
    /// <summary>Creates a range.</summary>
    /// <param name="first">The lowest port, 1 to 65535.</param>
    /// <param name="last">The highest port, at least <paramref name="first"/>, at most 65535.</param>
    /// <exception cref="ArgumentOutOfRangeException">A port is out of range or the ends are in the wrong order.</exception>
    public PortRange(int first, int last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, ushort.MaxValue);
        First = first;
        Last = last;
    }

    /// <summary>The lowest port.</summary>
    public int First { get; }

    /// <summary>The highest port.</summary>
    public int Last { get; }

    /// <summary>How many ports there are.</summary>
    public int Count => Last - First + 1;

    /// <summary>Reads a range.</summary>
    /// <param name="text"><c>50000-50099</c>, or one port.</param>
    /// <param name="range">The range when the result is <see langword="true"/>.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PortRange? range)
    {
        range = null;
        var parts = text?.Split('-') ?? [];
        if (parts.Length is not (1 or 2) || !TryParsePort(parts[0], out var first) || !TryParsePort(parts[^1], out var last) || last < first)
            return false;
        range = new PortRange(first, last);
        return true;
    }

    /// <summary>The range as <c>50000-50099</c>.</summary>
    public override string ToString() => $"{First}-{Last}";

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;
}
