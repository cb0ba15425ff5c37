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
    public void An_empty_value_is_not_written_unless_it_says_something()
    {
        var entry = new FtpEntry { Name = "x", Unique = "", Owner = "", Perm = "" };

        Assert.Equal("perm=; x", MlsxFormat.Format(entry));
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

    [Theory]
    [InlineData("TYPE=dir;Sizd=4096; x", FtpEntryKind.Directory, 4096L, null)]
    [InlineData("type=cdir; x", FtpEntryKind.CurrentDirectory, null, null)]
    [InlineData("type=pdir; x", FtpEntryKind.ParentDirectory, null, null)]
    [InlineData("type=OS.unix=slink:/a:b; x", FtpEntryKind.Link, null, "/a:b")]
    [InlineData("type=os.UNIX=slink:; x", FtpEntryKind.Link, null, "")]
    [InlineData("type=OS.unix=symlink; x", FtpEntryKind.Link, null, null)]
    [InlineData("type=OS.unix=chr-13/29; x", FtpEntryKind.Other, null, null)]
    [InlineData("type=OS.vms=what; x", FtpEntryKind.Other, null, null)]
    [InlineData("type=what; x", FtpEntryKind.Unknown, null, null)]
    [InlineData("type=; x", FtpEntryKind.Unknown, null, null)]
    [InlineData(";type=file;; x", FtpEntryKind.File, null, null)]
    [InlineData("type=file;size=99999999999999999999; x", FtpEntryKind.File, null, null)]
    [InlineData("size=5;size=x; x", FtpEntryKind.Unknown, null, null)]
    [InlineData("type=file;\tx", FtpEntryKind.File, null, null)]
    [InlineData("type=file;size=5 x", FtpEntryKind.File, 5L, null)] // no semicolon after the last fact
    [InlineData(" x", FtpEntryKind.Unknown, null, null)]
    public void Kind_size_and_target_are_read_from_every_spelling(string line, FtpEntryKind kind, long? size, string? target)
    {
        Assert.True(MlsxFormat.TryParse(line, out var entry));
        Assert.Equal(("x", kind, size, target), (entry.Name, entry.Kind, entry.Size, entry.LinkTarget));
    }

    [Theory]
    [InlineData("UNIX.owner=5;UNIX.group=6; x", "5", "6")]
    [InlineData("UNIX.uid=5;UNIX.gid=6; x", "5", "6")]
    [InlineData("UNIX.ownername=me;UNIX.owner=5;UNIX.groupname=us;UNIX.group=6; x", "me", "us")]
    [InlineData("UNIX.owner=;UNIX.group=; x", null, null)]
    public void Names_of_owner_and_group_come_before_their_numbers(string line, string? owner, string? group)
    {
        Assert.True(MlsxFormat.TryParse(line, out var entry));
        Assert.Equal((owner, group), (entry.Owner, entry.Group));
    }

    [Theory]
    [InlineData("a=1;\tb; c", "b; c")]
    [InlineData("a=1; b;\tc", "b;\tc")]
    [InlineData("a=1;  b", " b")]
    [InlineData("  b", " b")]
    public void Name_begins_after_the_first_blank_behind_the_facts(string line, string name)
    {
        Assert.True(MlsxFormat.TryParse(line, out var entry));
        Assert.Equal(name, entry.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("type=file; ")]
    [InlineData("type=file;")]
    [InlineData("type=file;x")]
    [InlineData("type=file")]
    [InlineData("type= x")]
    [InlineData("type; x")]
    [InlineData("=file; x")]
    [InlineData("file x")]
    [InlineData("not a=fact")]
    public void What_has_no_facts_or_no_name_is_refused(string line) => Assert.False(MlsxFormat.TryParse(line, out _));

    [Fact]
    public void Times_that_are_none_are_not_stated()
    {
        Assert.True(MlsxFormat.TryParse("modify=20260230000000;create=x;perm=; x", out var entry));
        Assert.Equal((null, null, ""), (entry.Modified, entry.Created, entry.Perm));
    }

    [Fact]
    public void Only_the_directory_itself_and_its_parent_have_names_of_points()
    {
        Assert.Equal("type=cdir; .", MlsxFormat.Format(new FtpEntry { Name = ".", Kind = FtpEntryKind.CurrentDirectory }));
        Assert.Equal("type=pdir; ..", MlsxFormat.Format(new FtpEntry { Name = "..", Kind = FtpEntryKind.ParentDirectory }));
        Assert.Throws<ArgumentException>(() => MlsxFormat.Format(new FtpEntry { Name = "..", Kind = FtpEntryKind.CurrentDirectory }));
        Assert.Throws<ArgumentException>(() => MlsxFormat.Format(new FtpEntry { Name = ".", Kind = FtpEntryKind.ParentDirectory }));
        Assert.Throws<ArgumentException>(() => MlsxFormat.Format(new FtpEntry { Name = ".", Kind = FtpEntryKind.Directory }));
    }

    [Fact]
    public void Values_that_would_end_a_fact_are_left_out_and_their_neighbours_are_not()
    {
        var entry = new FtpEntry { Name = "x", Kind = FtpEntryKind.Other, Unique = "!~", Owner = "a\x7f", Group = "a b", Perm = "r;w" };

        Assert.Equal("type=OS.unix=other;unique=!~; x", MlsxFormat.Format(entry));
        Assert.Equal("type=OS.unix=slink:/t; x", MlsxFormat.Format(new FtpEntry { Name = "x", Kind = FtpEntryKind.Link, LinkTarget = "/t" }));
        Assert.Equal(" x", MlsxFormat.Format(new FtpEntry { Name = "x", Permissions = "what", Modified = new FtpTimestamp(DateTime.UnixEpoch, FtpTimePrecision.Day, IsUtc: false) }));
    }
}
