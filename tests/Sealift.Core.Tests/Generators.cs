using CsCheck;

namespace Sealift.Core.Tests;

/// <summary>What property tests draw from: the values that exist, and texts made to break parsers.</summary>
internal static class Generators
{
    private const string Nasty = "ab/.\\ \"'-~%;=:@[]()|,<>?#*\t\r\n\0\x1b\x7f\x85\xa0éß中\u0085\u2028\u202e\ud800\udc00\ufffd\uff0f0159LRd";

    /// <summary>Any text at all, rich in the characters that mean something somewhere.</summary>
    public static Gen<string> Text { get; } = Gen.Frequency(
        (3, Gen.Char[Nasty].Array[0, 40].Select(static chars => new string(chars))),
        (1, Gen.String[0, 40]));

    /// <summary>A name that can be a segment of a path.</summary>
    public static Gen<string> Name { get; } = Gen.Frequency(
        (4, Gen.Char[Nasty].Array[1, 20].Select(static chars => Repair(new string(chars)))),
        (1, Any("...", "..a", " a", "a ", "-rf", "~root", "ÿ", "\ud83d\ude00", "a -> b", ";type=a", "%2e%2e%2f", "file:")));

    public static Gen<FtpPath> Path { get; } =
        from isAbsolute in Gen.Bool
        from names in Name.Array[0, 6]
        select names.Aggregate(isAbsolute ? FtpPath.Root : FtpPath.Home, static (path, name) => path.Append(name));

    /// <summary>A time in UTC, whole seconds or with milliseconds, as the wire can say it.</summary>
    public static Gen<FtpTimestamp> Timestamp { get; } =
        from seconds in Gen.Long[-62_135_596_800, 253_402_300_799]
        from milliseconds in Gen.Int[0, 999]
        from isFine in Gen.Bool
        select FtpTimestamp.FromUtc(DateTimeOffset.FromUnixTimeSeconds(seconds).AddMilliseconds(isFine ? milliseconds : 0));

    /// <summary>One of the given values.</summary>
    public static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Repair(string text)
    {
        var kept = new string([.. text.Where(static c => c is not ('/' or '\x7f') and >= ' ' && !char.IsSurrogate(c))]);
        return FtpPath.IsName(kept) ? kept : "x";
    }
}
