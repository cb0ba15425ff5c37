using CsCheck;
using Sealift.Core;
using Sealift.Transfer.Names;

namespace Sealift.Transfer.Tests.Names;

/// <summary>Names that Windows cannot hold: the rules, on every system.</summary>
[Trait("Threat", "T24")]
public sealed class NameMappingTests
{
    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.Char["aB.% :*?<>|\"\\4C25é¹ \u3042"].Array[1, 14].Select(static chars => new string(chars)),
        Gen.Select(
            Gen.Int[0, 11].Select(static i => ((string[])["CON", "nul", "AUX", "com1", "LPT9", "COM¹", "CONIN$", "conout$", "CO%4E", "CONS", "COM", "PRN "])[i]),
            Gen.Int[0, 6].Select(static i => ((string[])["", ".txt", ".", " ", ":x", ".a.b", "%"])[i]),
            static (stem, end) => stem + end)).Where(static name => FtpPath.IsName(name));

    [Theory]
    [InlineData("plain.txt", "plain.txt")]
    [InlineData("a:b", "a%3Ab")]
    [InlineData("what?", "what%3F")]
    [InlineData("back\\slash", "back%5Cslash")]
    [InlineData("dot.", "dot%2E")]
    [InlineData("blank ", "blank%20")]
    [InlineData("NUL", "NU%4C")]
    [InlineData("nul.txt", "nu%6C.txt")]
    [InlineData("100%", "100%")]
    [InlineData("100%25", "100%2525")]
    [InlineData("CONSOLE", "CONSOLE")]
    public void A_name_that_windows_cannot_hold_is_written_so_that_it_can(string name, string expected)
    {
        Assert.Equal(expected, NameMapping.Write(name, NameRules.Windows));
        Assert.Equal(name, NameMapping.Read(expected, NameRules.Windows));
    }

    [Fact]
    public void Reading_what_was_written_gives_the_same_name() => Name.Sample(static name =>
    {
        var written = NameMapping.Write(name, NameRules.Windows)!;

        Assert.Equal(name, NameMapping.Read(written, NameRules.Windows));
        Assert.DoesNotContain(written, static c => "<>:\"|?*\\/".Contains(c, StringComparison.Ordinal) || c < ' ');
        Assert.False(written[^1] is '.' or ' ', written);
        var stem = written.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        Assert.False(stem is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$" or ['C', 'O', 'M', (>= '0' and <= '9') or '¹' or '²' or '³'] or ['L', 'P', 'T', (>= '0' and <= '9') or '¹' or '²' or '³'], written);
    });

    [Fact]
    public void Two_names_are_never_written_as_one() => Gen.Select(Name, Name).Sample(static (one, other) =>
        one == other || NameMapping.Write(one, NameRules.Windows) != NameMapping.Write(other, NameRules.Windows));

    [Fact]
    public void What_is_too_long_for_a_store_is_refused()
    {
        Assert.Null(NameMapping.Write(new string('é', 128), NameRules.Posix));
        Assert.NotNull(NameMapping.Write(new string('é', 127), NameRules.Posix));
        Assert.Null(NameMapping.Write(new string('a', 255) + "?", NameRules.Windows));
        Assert.Null(NameMapping.Write(new string('?', 86), NameRules.Windows));
        Assert.NotNull(NameMapping.Write(new string('?', 85), NameRules.Windows));
    }
}
