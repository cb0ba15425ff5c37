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
}
