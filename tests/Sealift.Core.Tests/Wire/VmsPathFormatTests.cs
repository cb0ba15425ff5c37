using CsCheck;
using Sealift.Core.Wire;

namespace Sealift.Core.Tests.Wire;

public sealed class VmsPathFormatTests
{
    [Theory]
    [InlineData("/", "[]", "")]
    [InlineData("/sys$disk", "sys$disk", "sys$disk:[000000]")]
    [InlineData("/sys$disk/users", "sys$disk:[000000]users", "sys$disk:[users]")]
    [InlineData("/sys$disk/users/anna/x;1", "sys$disk:[users.anna]x;1", "sys$disk:[users.anna.x;1]")]
    [InlineData("notes", "notes", "[.notes]")]
    [InlineData("anna/notes", "[.anna]notes", "[.anna.notes]")]
    public void A_path_is_written_as_a_file_and_as_a_directory(string path, string file, string directory)
    {
        Assert.Equal(file, VmsPathFormat.FormatFile(FtpPath.Parse(path)));
        Assert.Equal(directory, VmsPathFormat.FormatDirectory(FtpPath.Parse(path)));
    }

    [Theory]
    [InlineData("SYS$DISK:[USERS.ANNA]", "/SYS$DISK/USERS/ANNA")]
    [InlineData("SYS$DISK:[000000]LOGIN.COM;2", "/SYS$DISK/LOGIN.COM;2")]
    [InlineData("SYS$DISK:[000000.USERS]", "/SYS$DISK/USERS")]
    [InlineData("[.ANNA]NOTES", "ANNA/NOTES")]
    [InlineData("[]", "/")]
    [InlineData("SYS$LOGIN:", "/SYS$LOGIN")]
    [InlineData("/already/one", "/already/one")]
    [InlineData("/already/one:", "/already/one:")]
    [InlineData("[.]", ".")]
    public void What_the_system_writes_is_read(string text, string expected)
    {
        Assert.True(VmsPathFormat.TryParse(text, out var path));
        Assert.Equal(expected, path.ToString());
    }

    [Theory]
    [InlineData("[.")]
    [InlineData("]a[")]
    [InlineData("x[a]b")]
    [InlineData("xy[a]b")]
    [InlineData("D:[a/b]c")]
    [InlineData("D:[a]..")]
    [InlineData("D:[a]b\rDELE c")]
    [InlineData(null)]
    public void What_is_no_path_is_refused(string? text) => Assert.False(VmsPathFormat.TryParse(text, out _));

    [Fact]
    public void Reading_what_was_written_gives_the_same_path()
    {
        // What a name of this system may have; a version follows a semicolon, a file has one point.
        var name = Gen.Char["ABZaz09$-_"].Array[1, 12].Select(static chars => new string(chars)).Where(static name => name != "000000");
        var paths =
            from isAbsolute in Gen.Bool
            from directories in name.Array[1, 5]
            from file in Gen.Select(name, Generators.Any("", ".TXT", ".COM;2", ".;1"), static (name, end) => name + end)
            select (Directory: directories.Aggregate(isAbsolute ? FtpPath.Root : FtpPath.Home, static (path, name) => path.Append(name)), file);

        paths.Sample(static sample =>
        {
            var path = sample.Directory.Append(sample.file);
            Assert.True(VmsPathFormat.TryParse(VmsPathFormat.FormatFile(path), out var file));
            Assert.True(VmsPathFormat.TryParse(VmsPathFormat.FormatDirectory(sample.Directory), out var directory));
            Assert.Equal((path, sample.Directory), (file, directory));
        });
    }

    [Fact]
    public void No_text_makes_the_parser_throw() => Generators.Text.Sample(static text =>
        VmsPathFormat.TryParse(text, out var path) ? FtpPath.TryParse(path.ToString(), out _) : path is null);

    [Fact]
    public void Every_path_of_the_corpus_is_translated()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var record in SharedListings.Read("extra/vms-paths.jsonl"))
        {
            var input = SharedListings.Text(record, "input")!;
            var expected = SharedListings.Text(record, "expected")!;
            var actual = SharedListings.Text(record, "op") switch
            {
                "unix-file-to-vms" => VmsPathFormat.FormatFile(PathOf(input)),
                "unix-dir-to-vms" => VmsPathFormat.FormatDirectory(PathOf(input)),
                _ => VmsPathFormat.TryParse(input, out var path) ? path.ToString() : "",
            };
            count++;
            if (actual != expected)
                failures.Add($"{record}: {actual}");
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(count > 40);
    }

    private static FtpPath PathOf(string text) => text.Length == 0 ? FtpPath.Home : FtpPath.Parse(text);

    [Fact]
    public void What_cannot_be_written_is_empty()
    {
        Assert.Equal(("", "[]", "", ""), (VmsPathFormat.FormatFile(FtpPath.Home), VmsPathFormat.FormatFile(FtpPath.Root), VmsPathFormat.FormatDirectory(FtpPath.Home), VmsPathFormat.FormatDirectory(FtpPath.Root)));
        Assert.True(VmsPathFormat.TryParse("", out var home));
        Assert.Same(FtpPath.Home, home);
        Assert.False(VmsPathFormat.TryParse("D[a]", out _));
        Assert.False(VmsPathFormat.TryParse("][", out _));
    }
}
