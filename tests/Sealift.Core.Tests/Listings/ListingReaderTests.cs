using System.Text;
using CsCheck;
using Sealift.Core.Listings;

namespace Sealift.Core.Tests.Listings;

[Trait("Threat", "T30")]
public sealed class ListingReaderTests
{
    [Fact]
    public async Task A_listing_with_noise_and_messages_gives_its_entries_and_counts_the_rest()
    {
        var reader = new ListingReader();
        var entries = await ReadAsync(
            reader,
            ListingFormat.List,
            "total 3\r\n-rw-r--r-- 1 a b 1 Jan  1  2020 .\r\ndrwxr-xr-x 2 a b 0 Jan  1  2020 ..\r\nls: x: Permission denied\r\n-rw-r--r-- 1 a b 5 Jan  1  2020 f\r\n\r\n");

        Assert.Equal(["ls: x: Permission denied", "f"], entries.Select(static entry => entry.Name));
        Assert.Equal([FtpEntryKind.Unreadable, FtpEntryKind.File], entries.Select(static entry => entry.Kind));
        Assert.False(entries[0].IsSafeName);
        Assert.Equal(1, reader.UnparsedLines);
        Assert.Empty(await ReadAsync(reader, ListingFormat.List, ""));
        Assert.Equal(0, reader.UnparsedLines);
    }

    [Fact]
    public async Task Names_lose_the_directory_that_was_listed_and_nothing_else()
    {
        var reader = new ListingReader { Directory = FtpPath.Parse("/pub/dir") };
        var entries = await ReadAsync(reader, ListingFormat.Names, "a b\r\n/pub/dir/c\r\ndir/d\r\n./e\r\n../f\r\n/etc/passwd\r\n.\r\ndir/..\r\n");

        Assert.Equal(["a b", "c", "d", "e", "../f", "/etc/passwd"], entries.Select(static entry => entry.Name));
        Assert.Equal([true, true, true, true, false, false], entries.Select(static entry => entry.IsSafeName));
    }

    [Fact]
    public async Task Every_limit_ends_a_listing_with_a_protocol_error()
    {
        var line = "type=file; " + new string('x', 100) + "\r\n";
        var many = string.Concat(Enumerable.Repeat(line, 20));

        await Assert.ThrowsAsync<FtpProtocolException>(() => ReadAsync(new ListingReader(new ListingLimits { MaxLineBytes = 100 }), ListingFormat.Mlsd, line));
        var tooMany = await Assert.ThrowsAsync<FtpProtocolException>(
            () => ReadAsync(new ListingReader(new ListingLimits { MaxEntries = 19 }), ListingFormat.Mlsd, many));
        Assert.Contains("Nothing of the listing was acted on", tooMany.Hint, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FtpProtocolException>(() => ReadAsync(new ListingReader(new ListingLimits { MaxBytes = 1000 }), ListingFormat.Mlsd, many));
        await Assert.ThrowsAsync<FtpProtocolException>(() => ReadAsync(new ListingReader(), ListingFormat.Mlsd, new string('x', 70_000)));
        Assert.Equal(20, (await ReadAsync(new ListingReader(new ListingLimits { MaxEntries = 20 }), ListingFormat.Mlsd, many)).Count);
    }

    [Fact]
    public async Task A_long_listing_in_odd_pieces_is_complete()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 20_000; i++)
            text.Append("type=file;size=").Append(i).Append("; name ").Append(i).Append(i % 2 == 0 ? "\r\n" : "\n");
        var entries = new List<FtpEntry>();
        var stream = new DripStream(Encoding.UTF8.GetBytes(text.ToString()), 777);
        await foreach (var entry in new ListingReader().ReadAsync(stream, ListingFormat.Mlsd))
            entries.Add(entry);

        Assert.Equal(Enumerable.Range(0, 20_000).Select(static i => ($"name {i}", (long?)i)), entries.Select(static entry => (entry.Name, entry.Size)));
    }

    [Fact]
    public async Task A_name_in_another_encoding_keeps_its_bytes_and_its_neighbours_are_utf8()
    {
        byte[] bytes = [.. "type=file; naïve\r\ntype=file; na"u8, 0xEF, .. "ve\r\n"u8];
        var entries = new List<FtpEntry>();
        await foreach (var entry in new ListingReader().ReadAsync(new MemoryStream(bytes), ListingFormat.Mlsd))
            entries.Add(entry);

        Assert.Equal(["naïve", "na\uEFEFve"], entries.Select(static entry => entry.Name));
    }

    [Fact]
    public async Task A_return_inside_a_name_is_marked_unsafe_and_hides_nothing()
    {
        var entries = await ReadAsync(new ListingReader(), ListingFormat.Mlsd, "type=file; a\rb\r\ntype=file; c\r\n");

        Assert.Equal([("a\rb", false), ("c", true)], entries.Select(static entry => (entry.Name, entry.IsSafeName)));
    }

    [Fact]
    public async Task Any_bytes_are_a_listing_or_a_protocol_error_in_the_same_way_however_they_are_cut() =>
        await Gen.Select(Gen.Byte.Array[0, 200], Generators.Any(Enum.GetValues<ListingFormat>())).SampleAsync(static async (bytes, format) =>
        {
            var limits = new ListingLimits { MaxLineBytes = 50 };
            Assert.Equal(await OutcomeAsync(new MemoryStream(bytes), format, limits), await OutcomeAsync(new DripStream(bytes, 1), format, limits));
        });

    private static async Task<string> OutcomeAsync(Stream stream, ListingFormat format, ListingLimits limits)
    {
        var names = new List<string>();
        try
        {
            await foreach (var entry in new ListingReader(limits).ReadAsync(stream, format))
                names.Add(entry.Name);
        }
        catch (FtpProtocolException)
        {
            names.Add("dead");
        }

        return string.Join('|', names);
    }

    private static async Task<List<FtpEntry>> ReadAsync(ListingReader reader, ListingFormat format, string text)
    {
        var entries = new List<FtpEntry>();
        await foreach (var entry in reader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), format))
            entries.Add(entry);
        return entries;
    }

    private sealed class DripStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }

    [Theory]
    [InlineData("/", "/x", "x")]
    [InlineData("/", "./x", "x")]
    [InlineData(".", "/x", "/x")]
    [InlineData(".", "./x", "x")]
    [InlineData("a/b", "a/b/x", "x")]
    [InlineData("a/b", "b/x", "x")]
    [InlineData("a/b", "/x", "/x")]
    [InlineData("a/b", "bx", "bx")]
    [InlineData("a/b", "a/bx", "a/bx")]
    public async Task A_name_is_seen_from_the_directory_that_was_listed(string directory, string line, string expected)
    {
        var reader = new ListingReader { Directory = FtpPath.Parse(directory) };

        Assert.Equal(expected, Assert.Single(await ReadAsync(reader, ListingFormat.Names, $"\r\n.\r\n..\r\n{line}\r\n")).Name);
    }

    [Fact]
    public async Task A_name_without_a_known_directory_is_taken_as_it_is() =>
        Assert.Equal(["/x", "y"], (await ReadAsync(new ListingReader(), ListingFormat.Names, "/x\n./y\n")).Select(static entry => entry.Name));

    [Theory]
    [InlineData(10, 1000, 3, true)]
    [InlineData(9, 1000, 3, false)]
    [InlineData(10, 33, 3, true)]
    [InlineData(10, 32, 3, false)]
    [InlineData(10, 1000, 2, false)]
    public async Task A_limit_is_kept_to_the_byte_and_to_the_entry(int maxLineBytes, int maxBytes, int maxEntries, bool isRead)
    {
        // Three lines of ten bytes and their ends.
        var reader = new ListingReader(new ListingLimits { MaxLineBytes = maxLineBytes, MaxBytes = maxBytes, MaxEntries = maxEntries });
        var reading = ReadAsync(reader, ListingFormat.Names, "0123456789\n0123456789\n0123456789\n");

        if (isRead) Assert.Equal(3, (await reading).Count);
        else Assert.Equal(FtpProtocolFailure.TooLong, (await Assert.ThrowsAsync<FtpProtocolException>(() => reading)).Failure);
    }

    [Theory]
    [InlineData("0123456789", true)]
    [InlineData("01234567890", false)]
    public async Task The_last_line_may_have_no_end_and_has_the_same_limit(string text, bool isRead)
    {
        var reading = ReadAsync(new ListingReader(new ListingLimits { MaxLineBytes = 10 }), ListingFormat.Names, text);

        if (isRead) Assert.Equal(text, Assert.Single(await reading).Name);
        else await Assert.ThrowsAsync<FtpProtocolException>(() => reading);
    }

    [Fact]
    public async Task A_line_that_is_longer_than_the_first_buffers_is_whole()
    {
        var names = new[] { new string('a', 3000), "\u00fc" + new string('b', 50_000), new string('c', 60_000), "d" };

        var entries = await ReadAsync(new ListingReader(), ListingFormat.Names, string.Join("\r\n", names));

        Assert.Equal(names, entries.Select(static entry => entry.Name));
    }

    [Fact]
    public async Task A_link_of_mlsd_gets_the_target_that_a_later_line_names()
    {
        var entries = await ReadAsync(
            new ListingReader(),
            ListingFormat.Mlsd,
            "type=cdir; x\r\ntype=pdir; y\r\ntype=dir; .\r\ntype=dir; ..\r\n\r\nno fact\r\n"
            + "type=OS.unix=symlink;unique=1; one\r\ntype=OS.unix=symlink;unique=1; two\r\ntype=OS.unix=symlink;unique=2; three\r\n"
            + "type=OS.unix=symlink;unique=3; four\r\ntype=OS.unix=symlink; five\r\ntype=OS.unix=slink:/t;unique=1; six\r\n"
            + "type=file;unique=1; target\r\ntype=file;unique=2; /elsewhere/target\r\ntype=file;unique=9; /alone\r\n");

        Assert.Equal(
            [
                "no fact: ", "five: ", "one: six", "two: six", "six: /t", "target: ", "three: /elsewhere/target", "/alone: ", "four: ",
            ],
            entries.Select(static entry => $"{entry.Name}: {entry.LinkTarget}"));
    }

    [Fact]
    public async Task A_dialect_is_known_once_a_line_of_it_was_read()
    {
        var reader = new ListingReader { Dialect = ListingDialect.Dos };

        await ReadAsync(reader, ListingFormat.List, "nothing of it\r\n");
        Assert.Null(reader.Detected);
        await ReadAsync(reader, ListingFormat.List, "02-05-01  05:52PM       <DIR>          a\r\n");
        Assert.Equal(ListingDialect.Dos, reader.Detected);
        await ReadAsync(reader, ListingFormat.List, "-rw-r--r-- 1 a b 5 Jan  1  2020 f\r\n");
        Assert.Equal(ListingDialect.Unix, reader.Detected);
        await ReadAsync(reader, ListingFormat.Names, "f\r\n");
        Assert.Null(reader.Detected);
    }

    [Theory]
    [InlineData(3, FtpEntryKind.Directory)]
    [InlineData(4, FtpEntryKind.Unreadable)]
    public async Task Four_lines_of_one_dialect_make_it_certain(int lines, FtpEntryKind expected)
    {
        var unix = string.Concat(Enumerable.Range(0, lines).Select(static i => $"-rw-r--r-- 1 a b {i} Jan  1  2020 f{i}\r\n"));
        var entries = await ReadAsync(new ListingReader(), ListingFormat.List, unix + "02-05-01  05:52PM       <DIR>          d\r\n");

        Assert.Equal(expected, entries[^1].Kind);
    }

    [Theory]
    [InlineData("NAME.TXT;1\r\n  3/3 5-MAR-2026 09:01\r\n", "File NAME.TXT;1")]
    [InlineData("NAME.TXT;1\r\n\r\n  3/3 5-MAR-2026 09:01\r\n", "Unreadable NAME.TXT;1|Unreadable   3/3 5-MAR-2026 09:01")]
    [InlineData("NAME.TXT;1\r\nOTHER.TXT;1\r\n  3/3 5-MAR-2026 09:01\r\n", "Unreadable NAME.TXT;1|File OTHER.TXT;1")]
    [InlineData("NAME.TXT;1\r\nA;1 1 5-MAR-2026\r\n", "Unreadable NAME.TXT;1|File A;1")]
    [InlineData("two words;1\r\n  3/3 5-MAR-2026 09:01\r\n", "Unreadable two words;1|Unreadable   3/3 5-MAR-2026 09:01")]
    public async Task A_name_waits_one_line_for_the_rest_of_its_entry(string text, string expected)
    {
        var entries = await ReadAsync(new ListingReader(), ListingFormat.List, text);

        Assert.Equal(expected, string.Join('|', entries.Select(static entry => $"{entry.Kind} {entry.Name}")));
    }
}
