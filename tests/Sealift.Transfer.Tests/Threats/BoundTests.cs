using System.Buffers;
using System.IO.Compression;
using System.Text;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Compression;
using Sealift.Core.Listings;
using Sealift.Core.Wire;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Tests.Planning;

namespace Sealift.Transfer.Tests.Threats;

/// <summary>What a hostile peer may cost, in memory above all: everything that it can make endless has an end here.</summary>
[Collection(nameof(AloneCollection))]
[Trait("Threat", "T30")]
[Trait("Fault", "F31")]
[Trait("Peer", "hostile")]
public sealed class BoundTests
{
    private const int TenMillion = 10_000_000;

    [Theory]
    [InlineData(ListingFormat.Mlsd)]
    [InlineData(ListingFormat.Names)]
    public async Task Ten_million_entries_pass_through_flat_memory_and_one_more_is_an_error(ListingFormat format)
    {
        var line = new byte[64];
        var stream = new RepeatingStream(number => Line(line, format, number), TenMillion + 1L);
        var peak = new MemoryPeak();
        var count = 0;

        var error = await Assert.ThrowsAsync<FtpProtocolException>(async () =>
        {
            await foreach (var entry in new ListingReader().ReadAsync(stream, format, TestContext.Current.CancellationToken))
            {
                if (++count % 1_000_000 == 0) peak.LookAtWhatIsKept();
                Assert.True(entry.Name.Length > 0);
            }
        });

        Assert.Equal(FtpProtocolFailure.TooLong, error.Failure);
        Assert.Equal(TenMillion, count);
        Assert.InRange(peak.MiB, double.MinValue, 32);
    }

    [Theory]
    [InlineData(ListingFormat.Mlsd)]
    [InlineData(ListingFormat.List)]
    [InlineData(ListingFormat.Names)]
    public async Task Line_without_end_is_given_up_at_its_limit(ListingFormat format)
    {
        var block = new byte[4096];
        block.AsSpan().Fill((byte)'x');
        var stream = new RepeatingStream(_ => block, 1L << 20); // 4 GiB of it
        var peak = new MemoryPeak();

        await Assert.ThrowsAsync<FtpProtocolException>(async () =>
        {
            await foreach (var entry in new ListingReader().ReadAsync(stream, format, TestContext.Current.CancellationToken)) Assert.NotNull(entry);
        });

        peak.Look();
        Assert.InRange(stream.Taken, 1, 2 << 20);
        Assert.InRange(peak.MiB, double.MinValue, 32);
    }

    [Fact]
    public async Task Listing_of_two_gibibytes_ends_at_its_limit()
    {
        var line = Encoding.ASCII.GetBytes("type=file;size=1;modify=20260101120000;" + new string('x', 60_000) + "; a\r\n");
        var stream = new RepeatingStream(_ => line, (2L << 30) / line.Length);
        var peak = new MemoryPeak();
        var count = 0;

        await Assert.ThrowsAsync<FtpProtocolException>(async () =>
        {
            await foreach (var entry in new ListingReader().ReadAsync(stream, ListingFormat.Mlsd, TestContext.Current.CancellationToken))
            {
                if (++count % 4096 == 0) peak.LookAtWhatIsKept();
            }
        });

        Assert.InRange(stream.Taken, 1L << 30, (1L << 30) + (4 << 20));
        Assert.InRange(peak.MiB, double.MinValue, 32);
    }

    [Theory]
    [Trait("Threat", "T13")]
    [InlineData("2")]
    [InlineData("230-once more\r\n")]
    [InlineData("230-\r\n")]
    [InlineData("230-a\r\n231 b\r\n")]
    [InlineData("230-ÿÿÿÿ\r\n")]
    public void Reply_without_end_is_given_up_at_its_limit(string again)
    {
        var block = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(again, 1 + (4096 / again.Length))));
        var reader = new ReplyReader();
        var peak = new MemoryPeak();
        var rest = ReadOnlySequence<byte>.Empty;
        long given = 0;

        Assert.Throws<FtpProtocolException>(() =>
        {
            while (given < 1L << 30)
            {
                rest = new ReadOnlySequence<byte>([.. rest.ToArray(), .. block]);
                given += block.Length;
                Assert.False(reader.TryRead(ref rest, out _));
                peak.Look();
            }
        });

        Assert.InRange(given, 1, 256 * 1024);
        Assert.InRange(peak.MiB, double.MinValue, 32);
    }

    [Fact]
    [Trait("Threat", "T14")]
    public void Command_without_end_is_forgotten_while_it_comes()
    {
        var block = new byte[4096];
        block.AsSpan().Fill((byte)'x');
        var reader = new CommandReader();
        var peak = new MemoryPeak();
        var rest = ReadOnlySequence<byte>.Empty;
        for (var i = 0; i < 16_384; i++) // 64 MiB
        {
            rest = new ReadOnlySequence<byte>([.. rest.ToArray(), .. block]);
            reader.TryRead(ref rest, out _);
            Assert.InRange(rest.Length, 0, 64 * 1024);
        }

        peak.LookAtWhatIsKept();
        Assert.InRange(peak.MiB, double.MinValue, 16);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(2_000)]
    public async Task Hundred_thousand_nested_directories_end_at_the_depth_that_is_allowed(int allowed)
    {
        // Every directory has one, to a depth that no disk has; the paths alone of the whole chain would be ten gigabytes.
        var tree = new ListedStore(path => path.Segments.Count < 100_000 ? [ListedStore.Directory("d")] : []);
        var peak = new MemoryPeak();
        var plan = PlanSetup.Plan(tree, new ListedStore(path => path.IsTop ? [] : null), new TransferPlanOptions { MaxDepth = allowed });
        var steps = 0;
        var refused = 0;

        await foreach (var step in plan.StepsAsync(TestContext.Current.CancellationToken))
        {
            steps++;
            if (step.Reason == StepReason.TooDeep) refused++;
            if (steps % 500 == 0) peak.LookAtWhatIsKept();
        }

        Assert.Equal(1, refused);
        Assert.Equal(allowed + 1, steps);

        // Three paths for each of the directories that lie in each other, and as many steps as the walk is ahead of its reader.
        Assert.InRange(peak.MiB, double.MinValue, 96);
    }

    [Fact]
    public async Task Hundred_thousand_directories_side_by_side_do_not_stay_in_memory()
    {
        var tree = new ListedStore(path => path.IsTop ? Enumerable.Range(0, 100_000).Select(i => ListedStore.Directory($"directory-{i:000000}")) : [ListedStore.File("f")]);
        var peak = new MemoryPeak();
        var steps = 0;

        await foreach (var step in PlanSetup.Plan(tree, new ListedStore(path => path.IsTop ? [] : null)).StepsAsync(TestContext.Current.CancellationToken))
        {
            if (++steps % 50_000 == 0) peak.LookAtWhatIsKept();
        }

        Assert.Equal(200_000, steps);
        Assert.InRange(peak.MiB, double.MinValue, 200); // the names of one directory, and where the walk still has to go
    }

    [Theory]
    [Trait("Threat", "T23")]
    [InlineData(256)]
    [InlineData(1024)]
    public async Task Bomb_of_a_gigabyte_unfolds_to_no_more_than_its_limit(int mebibytes)
    {
        using var bomb = new MemoryStream();
        await using (var zlib = new ZLibStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < mebibytes; i++) await zlib.WriteAsync(zeros, TestContext.Current.CancellationToken);
        }

        bomb.Position = 0;
        var limits = new FtpCompressionLimits();
        var peak = new MemoryPeak();
        long unfolded = 0;
        await using var reading = new ZlibReadStream(bomb, new InflationLimits { MaxRatio = limits.MaxRatio, FreeBytes = limits.FreeBytes, MaxBytes = limits.MaxBytes });
        var buffer = new byte[64 * 1024];

        await Assert.ThrowsAsync<InflationException>(async () =>
        {
            while (await reading.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
            {
                unfolded += count;
                peak.Look();
            }
        });

        Assert.InRange(unfolded, 0, limits.FreeBytes + (bomb.Length * (long)limits.MaxRatio) + buffer.Length);
        Assert.InRange(peak.MiB, double.MinValue, 32);
    }

    private static byte[] Line(byte[] line, ListingFormat format, long number)
    {
        var facts = format == ListingFormat.Mlsd ? "type=file;size=5;modify=20260101120000; "u8 : [];
        Span<byte> digits = stackalloc byte[12];
        System.Buffers.Text.Utf8Formatter.TryFormat(number, digits, out var written);
        var whole = line.AsSpan(0, facts.Length + 1 + written + 2);
        facts.CopyTo(whole);
        whole[facts.Length] = (byte)'f';
        digits[..written].CopyTo(whole[(facts.Length + 1)..]);
        "\r\n"u8.CopyTo(whole[^2..]);
        return whole.ToArray();
    }
}
