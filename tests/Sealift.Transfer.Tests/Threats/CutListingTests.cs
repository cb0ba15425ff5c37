using System.Text;
using Sealift.Core.Listings;
using Sealift.TestKit;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;
using Sealift.Transfer.Tests.Running;

namespace Sealift.Transfer.Tests.Threats;

/// <summary>A listing that is not proven whole deletes nothing, wherever it ends and whatever the server says about it.</summary>
[Trait("Threat", "T9")]
[Trait("Threat", "T29")]
[Trait("Fault", "F22")]
[Trait("Peer", "hostile")]
public sealed class CutListingTests : IDisposable
{
    private const int Files = 10;

    private static readonly TransferPlanOptions Mirror = new()
    {
        Delete = true,
        ConfirmDeletion = static (_, _) => ValueTask.FromResult(true),
        TimeProvider = new FastTime(1000), // a listing that was cut is asked for again, after a pause
    };

    private readonly TempDirectory _target = new();

    public CutListingTests()
    {
        for (var i = 0; i < Files; i++) _target.Write($"f{i:00}", Encoding.ASCII.GetBytes("only here"));
    }

    public static TheoryData<ListingFormat, int, string> Cuts
    {
        get
        {
            TheoryData<ListingFormat, int, string> rows = [];
            foreach (var format in new[] { ListingFormat.Mlsd, ListingFormat.List, ListingFormat.Names })
            {
                foreach (var final in new[] { "226 All of it.", "250 Fine.", "426 Cut.", "451 Failed." })
                {
                    for (var lines = 0; lines <= Files; lines++) rows.Add(format, lines, final);
                }
            }

            return rows;
        }
    }

    public void Dispose() => _target.Dispose();

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Nothing_is_deleted_after_a_listing_that_was_cut_at_any_line(ListingFormat format, int lines, string final)
    {
        var listing = Enumerable.Range(0, Files).Select(i => ListedDirectory.Line(format, Encoding.ASCII.GetBytes($"f{i:00}"))).ToList();
        await using var server = new ListedDirectory(directory => directory is "" or "." ? [.. listing.SelectMany(static line => line)] : null)
        {
            CutAt = listing.Take(lines).Sum(static line => line.Length),
            Final = final,
        };
        var (_, summary) = await MirrorAsync(server, format);

        Assert.False(summary.IsComplete);
        AssertAllIsThere();
    }

    [Theory]
    [InlineData("426 Cut.")]
    [InlineData("451 Failed.")]
    [InlineData("550 Forbidden in the middle.")]
    public async Task Nothing_is_deleted_after_a_whole_listing_that_the_server_calls_failed(string final)
    {
        await using var server = new ListedDirectory(directory => directory is "" or "." ? ListedDirectory.Line(ListingFormat.Mlsd, "f00"u8) : null) { Final = final };

        var (_, summary) = await MirrorAsync(server, ListingFormat.Mlsd);

        Assert.False(summary.IsComplete);
        AssertAllIsThere();
    }

    [Fact]
    public async Task Nothing_is_deleted_where_a_directory_below_cannot_be_listed()
    {
        Directory.CreateDirectory(_target.Combine("d"));
        _target.Write("d/old", "only here"u8);
        byte[] top = [.. ListedDirectory.Line(ListingFormat.Mlsd, "d"u8, isDirectory: true)];
        await using var server = new ListedDirectory(directory => directory is "" or "." ? top : null);

        await MirrorAsync(server, ListingFormat.Mlsd);

        Assert.True(File.Exists(_target.Combine("d/old")));
        AssertAllIsThere();
    }

    [Fact]
    public async Task Empty_listing_where_a_thousand_files_were_deletes_nothing_without_a_yes()
    {
        for (var i = 0; i < 1000; i++) _target.Write($"many{i:0000}", ""u8);
        await using var server = new ListedDirectory(directory => directory is "" or "." ? [] : null);
        var asked = 0;

        await MirrorAsync(server, ListingFormat.Mlsd, new TransferPlanOptions
        {
            Delete = true,
            ConfirmDeletion = (_, _) =>
            {
                asked++;
                return ValueTask.FromResult(false);
            },
        });

        Assert.Equal(1, asked);
        Assert.Equal(1000 + Files, Directory.GetFiles(_target.Path).Length);
    }

    private async Task<(List<TransferEvent> Events, TransferRunSummary Summary)> MirrorAsync(ListedDirectory server, ListingFormat format, TransferPlanOptions? options = null)
    {
        await using var source = server.Side(format);
        await using var target = TransferSide.Local(_target.Path);
        return await RunSetup.RunAsync(new TransferRunner(new TransferPlan(source, target, options ?? Mirror)));
    }

    // A line that did arrive may be copied over; what did not arrive must still be there as it was.
    private void AssertAllIsThere()
    {
        for (var i = 0; i < Files; i++) Assert.True(File.Exists(_target.Combine($"f{i:00}")), $"f{i:00} is gone");
    }
}
