namespace Sealift.Server;

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

    /// <summary>The range as <c>50000-50099</c>.</summary>
    public override string ToString() => $"{First}-{Last}";
}
