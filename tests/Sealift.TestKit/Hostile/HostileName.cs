using System.Text;

namespace Sealift.TestKit.Hostile;

/// <summary>A name that somebody would like to be more than a name.</summary>
/// <param name="Class">What it pretends to be, such as <c>traversal</c>.</param>
/// <param name="Bytes">The name as it travels; not every one is valid UTF-8.</param>
public sealed record HostileName(string Class, byte[] Bytes)
{
    /// <summary>
    /// Whether it is exactly one name of a directory all the same: not empty, not <c>.</c> or <c>..</c>, without a slash and without a
    /// control byte. This is the rule, said here once more so that the code under test is not asked about itself.
    /// </summary>
    public bool IsOneName =>
        Bytes.Length > 0 && !Bytes.AsSpan().SequenceEqual("."u8) && !Bytes.AsSpan().SequenceEqual(".."u8)
        && !Bytes.AsSpan().Contains((byte)'/') && !Bytes.AsSpan().ContainsAnyInRange((byte)0, (byte)0x1F) && !Bytes.AsSpan().Contains((byte)0x7F);

    /// <summary>Whether one line of a listing carries it: a line feed would end the line, and so would a carriage return at its end.</summary>
    public bool FitsOneLine => Bytes.Length > 0 && !Bytes.AsSpan().Contains((byte)'\n') && Bytes[^1] != '\r';

    /// <summary>For the names of test cases: what is not printable ASCII as hexadecimal numbers.</summary>
    public override string ToString()
    {
        StringBuilder text = new(Class + " ");
        foreach (byte one in Bytes)
            text.Append(one is > 0x20 and < 0x7F ? ((char)one).ToString() : $"<{one:x2}>");
        return text.Length <= 100 ? text.ToString() : $"{text.ToString(0, 80)}… of {Bytes.Length}";
    }
}
