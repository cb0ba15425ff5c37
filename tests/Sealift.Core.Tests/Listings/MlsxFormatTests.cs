using CsCheck;
using Sealift.Core.Listings;

namespace Sealift.Core.Tests.Listings;

public sealed class MlsxFormatTests
{
    [Fact]
    public void All_facts_are_read()
    {
        const string Line = "type=file;size=5;modify=20200102030405.678;create=20190102030405;perm=adfr;unique=8U1;UNIX.mode=0644;UNIX.owner=me;UNIX.group=us; a; b ";

        Assert.True(MlsxFormat.TryParse(Line, out var entry));
        Assert.Equal(("a; b ", FtpEntryKind.File, 5L, "adfr", "8U1"), (entry.Name, entry.Kind, entry.Size, entry.Perm, entry.Unique));
        Assert.Equal(("0644", "me", "us"), (entry.Permissions, entry.Owner, entry.Group));
        Assert.Equal(("20200102030405.678", "20190102030405"), (entry.Modified!.Value.Format(), entry.Created!.Value.Format()));
    }

    [Fact]
    public void The_leading_space_of_mlst_is_not_part_of_the_line()
    {
        Assert.True(MlsxFormat.TryParseReplyLine(" type=dir; /a/b", out var entry));
        Assert.Equal((FtpEntryKind.Directory, "/a/b", false), (entry.Kind, entry.Name, entry.IsSafeName));
        Assert.True(MlsxFormat.TryParseReplyLine("  name", out entry));
        Assert.Equal("name", entry.Name);
    }

    [Fact]
    public void Only_the_wanted_facts_are_written_in_any_case()
    {
        var entry = new FtpEntry { Name = "x", Kind = FtpEntryKind.File, Size = 1, Owner = "me", Permissions = "rwsr-x--T" };

        Assert.Equal("type=file;size=1;UNIX.mode=05750;UNIX.owner=me; x", MlsxFormat.Format(entry));
        Assert.Equal("size=1; x", MlsxFormat.Format(entry, new HashSet<string> { "SIZE" }));
        Assert.Equal(" x", MlsxFormat.Format(entry, new HashSet<string>()));
    }

    [Fact]
    public void A_hostile_value_cannot_forge_a_fact_or_a_line()
    {
        var entry = new FtpEntry
        {
            Name = "x",
            Kind = FtpEntryKind.Link,
            LinkTarget = "a;size=9; y\r\ntype=file; z",
            Owner = "me;size=9",
            Group = "two words",
            Unique = "a\nb",
        };

        Assert.Equal("type=OS.unix=symlink; x", MlsxFormat.Format(entry));
        Assert.Throws<ArgumentException>(() => MlsxFormat.Format(entry with { Name = "x\r\ntype=file; y" }));
    }

    [Fact]
    public void Reading_what_was_written_gives_the_same_entry()
    {
        var values = Generators.Any<string?>(null, "a", "0", "x=y", "/ü", "a:b");
        var entries =
            from name in Generators.Name
            from kind in Generators.Any([.. Enum.GetValues<FtpEntryKind>().Where(static kind => kind != FtpEntryKind.Unreadable)])
            from size in Generators.Any<long?>(null, 0, 1, long.MaxValue)
            from modified in Generators.Timestamp
            from created in Generators.Timestamp
            from perm in values
            from unique in values
            from owner in values
            from mode in Generators.Any<string?>(null, "0644", "04755", "0000")
            from target in Generators.Any<string?>(null, "", "/a/b", "../x=y", "日")
            select new FtpEntry
            {
                Name = name,
                Kind = kind,
                Size = size,
                Modified = modified,
                Created = created,
                Perm = perm,
                Unique = unique,
                Owner = owner,
                Group = unique,
                Permissions = mode,
                LinkTarget = kind == FtpEntryKind.Link ? target : null,
            };

        entries.Sample(static entry =>
        {
            Assert.True(MlsxFormat.TryParse(MlsxFormat.Format(entry), out var again));
            Assert.Equal(entry, again);
            Assert.True(MlsxFormat.TryParseReplyLine(" " + MlsxFormat.Format(entry), out again));
            Assert.Equal(entry, again);
        });
    }

    [Fact]
    public void No_text_makes_the_parser_throw()
    {
        var lines =
            from facts in Generators.Any("", "type=", "type=OS.unix=slink:", "modify=", "size=99999999999999999999;", "; ", ";")
            from text in Generators.Text
            select facts + text;

        lines.Sample(static line => !MlsxFormat.TryParse(line, out var entry) || entry.Name.Length > 0);
    }
}
