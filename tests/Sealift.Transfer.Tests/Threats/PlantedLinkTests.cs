using System.Text;
using Sealift.Core.Listings;
using Sealift.TestKit;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;
using Sealift.Transfer.Tests.Running;

namespace Sealift.Transfer.Tests.Threats;

/// <summary>A link that a server lists, and then uses as a directory: a mirror of it, once and again, writes nothing outside its target.</summary>
[Trait("Threat", "T25")]
[Trait("Peer", "hostile")]
public sealed class PlantedLinkTests : IDisposable
{
    private readonly TempDirectory _outer = new();
    private readonly string _outside;
    private readonly string _target;

    public PlantedLinkTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights of their own there.");
        _outside = _outer.Combine("outside");
        _target = _outer.Combine("target");
        Directory.CreateDirectory(_outside);
        Directory.CreateDirectory(_target);
        File.WriteAllText(Path.Combine(_outside, "canary"), "untouched");
    }

    public static TheoryData<ListingFormat, LinkPolicy, string> Rows
    {
        get
        {
            TheoryData<ListingFormat, LinkPolicy, string> rows = [];
            foreach (var format in new[] { ListingFormat.Mlsd, ListingFormat.List })
            {
                foreach (var policy in Enum.GetValues<LinkPolicy>())
                {
                    foreach (var to in new[] { "../outside", "OUTSIDE", "..", "../../../../../../../tmp", "/", "d", ".", "a/../../outside", "./../outside", "../target/../outside", "x\u001By" }) rows.Add(format, policy, to);
                }
            }

            return rows;
        }
    }

    public void Dispose() => _outer.Dispose();

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Second_mirror_does_not_write_through_a_link_of_the_first(ListingFormat format, LinkPolicy policy, string to)
    {
        var target = to.Replace("OUTSIDE", _outside, StringComparison.Ordinal);
        var link = Encoding.UTF8.GetBytes(format == ListingFormat.Mlsd
            ? $"type=OS.unix=slink:{target}; d\r\n"
            : $"lrwxrwxrwx 1 joe joe 10 Jan  1  2025 d -> {target}\r\n");
        byte[] top = [.. link, .. ListedDirectory.Line(format, "good"u8)];
        await using var server = new ListedDirectory(directory => directory switch
        {
            "" or "." => top,
            "d" => ListedDirectory.Line(format, "canary"u8),
            _ => null,
        });
        var options = new TransferPlanOptions { Links = policy };

        await MirrorAsync(server, format, options);
        top = [.. ListedDirectory.Line(format, "d"u8, isDirectory: true), .. ListedDirectory.Line(format, "good"u8)];
        await MirrorAsync(server, format, options);
        top = [.. link, .. ListedDirectory.Line(format, "d"u8, isDirectory: true)];
        await MirrorAsync(server, format, options);

        Assert.Equal(["canary"], Directory.GetFileSystemEntries(_outside).Select(Path.GetFileName));
        Assert.Equal("untouched", await File.ReadAllTextAsync(Path.Combine(_outside, "canary"), TestContext.Current.CancellationToken));
        Assert.Equal(["outside", "target"], Directory.GetFileSystemEntries(_outer.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(ListedDirectory.Content, await File.ReadAllTextAsync(Path.Combine(_target, "good"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("d")]
    [InlineData("f")]
    public async Task Link_that_somebody_left_in_the_target_is_not_written_through(string name)
    {
        // Where the server has a directory d and a file f, there are links here that lead out.
        Directory.CreateSymbolicLink(Path.Combine(_target, "d"), _outside);
        File.CreateSymbolicLink(Path.Combine(_target, "f"), Path.Combine(_outside, "canary"));
        await using var server = new ListedDirectory(directory => directory switch
        {
            "" or "." => ListedDirectory.Line(ListingFormat.Mlsd, Encoding.ASCII.GetBytes(name), isDirectory: name == "d"),
            "d" => ListedDirectory.Line(ListingFormat.Mlsd, "canary"u8),
            _ => null,
        });

        await MirrorAsync(server, ListingFormat.Mlsd, new TransferPlanOptions());

        Assert.Equal(["canary"], Directory.GetFileSystemEntries(_outside).Select(Path.GetFileName));
        Assert.Equal("untouched", await File.ReadAllTextAsync(Path.Combine(_outside, "canary"), TestContext.Current.CancellationToken));
    }

    private async Task MirrorAsync(ListedDirectory server, ListingFormat format, TransferPlanOptions options)
    {
        await using var source = server.Side(format);
        await using var target = TransferSide.Local(_target);
        await RunSetup.RunAsync(new TransferRunner(new TransferPlan(source, target, options)));
    }
}
