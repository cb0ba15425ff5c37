using System.Text;
using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.Core.Wire;
using Sealift.TestKit;
using Sealift.TestKit.Hostile;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;
using Sealift.Transfer.Tests.Running;

namespace Sealift.Transfer.Tests.Threats;

/// <summary>Whatever names a server lists: nothing is written outside the target, what is no name is refused once, and the rest arrives.</summary>
[Trait("Threat", "T12")]
[Trait("Threat", "T24")]
[Trait("Threat", "T27")]
[Trait("Threat", "T28")]
[Trait("Peer", "hostile")]
public sealed class HostileListingTests : IDisposable
{
    private readonly TempDirectory _outer = new();
    private readonly string _target;

    public HostileListingTests()
    {
        _target = _outer.Combine("target");
        Directory.CreateDirectory(_target);
        Directory.CreateDirectory(_outer.Combine("target_secret"));
        _outer.Write("canary", "untouched"u8);
        File.WriteAllText(_outer.Combine("target_secret/canary"), "untouched");
    }

    public static TheoryData<ListingFormat, string> FormatsAndClasses
    {
        get
        {
            TheoryData<ListingFormat, string> rows = [];
            foreach (var format in Enum.GetValues<ListingFormat>())
            {
                foreach (var one in HostileNames.Classes) rows.Add(format, one);
            }

            return rows;
        }
    }

    public void Dispose() => _outer.Dispose();

    [Fact]
    public void There_are_more_than_four_hundred_hostile_names_of_both_kinds()
    {
        Assert.InRange(HostileNames.All.Count, 401, 10_000);
        Assert.InRange(HostileNames.All.Count(static name => name.IsOneName), 150, 10_000);
        Assert.InRange(HostileNames.All.Count(static name => !name.IsOneName), 150, 10_000);
    }

    [Theory]
    [MemberData(nameof(FormatsAndClasses))]
    public async Task Files_with_hostile_names_land_in_the_target_or_nowhere(ListingFormat format, string @class)
    {
        var names = HostileNames.Of(@class).Where(static name => name.FitsOneLine).ToList();
        var listing = Listing(format, names.Select(static name => name.Bytes).Append([.. "good"u8]));
        var before = Outside();
        await using var server = new ListedDirectory(directory => directory is "" or "." ? listing : null);
        await using var source = server.Side(format);
        await using var target = TransferSide.Local(_target);

        var (events, summary) = await RunSetup.RunAsync(new TransferRunner(new TransferPlan(source, target)));

        Assert.Equal(before, Outside());
        Assert.Null(summary.PlanFailure);
        Assert.DoesNotContain(summary.Failures, static failure => failure.Class != FailureClass.Planned);
        var expected = await ExpectedAsync(format, listing);
        if (format == ListingFormat.Mlsd)
        {
            // The one format whose every name is plain: the rule itself says what must have arrived.
            var possible = names.Where(static name => name.IsOneName).Select(static name => FtpTextEncoding.Utf8.Decode(name.Bytes));
            Assert.Equal(possible.Append("good").Order(StringComparer.Ordinal), expected.Order(StringComparer.Ordinal));
        }

        Assert.Equal(expected.Where(CanExist).Append("good").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), Files());
        Assert.All(Directory.GetFiles(_target), static file => Assert.Equal(ListedDirectory.Content, File.ReadAllText(file)));

        // Each that cannot be is told once, by a step of its own, and in words without a control character.
        var refused = events.OfType<StepPlanned>().Select(static one => one.Step).Where(static step => step.Action == StepAction.Refuse).ToList();
        Assert.Equal(await RefusalsAsync(format, listing), refused.Count);
        Assert.All(refused, static step => Assert.DoesNotContain(step.Because, char.IsControl));

        // A name with its own idea of where it lies was never even asked for.
        var asked = server.Heard.Where(static line => line.StartsWith("RETR", StringComparison.Ordinal)).Select(static line => line[5..]).ToList();
        Assert.DoesNotContain(asked, static name => name.Contains('/', StringComparison.Ordinal) || name.Any(static c => c is < ' ' or '\x7F'));
    }

    [Theory]
    [InlineData(ListingFormat.Mlsd)]
    [InlineData(ListingFormat.List)]
    public async Task Directories_with_hostile_names_are_made_in_the_target_or_nowhere(ListingFormat format)
    {
        var names = HostileNames.All.Where(static name => name.FitsOneLine && name.Class is not ("long" or "bytes")).ToList();
        var listing = Listing(format, names.Select(static name => name.Bytes), isDirectory: true);
        var inside = ListedDirectory.Line(format, "inside"u8);
        var before = Outside();
        await using var server = new ListedDirectory(directory => directory is "" or "." ? listing : inside);
        await using var source = server.Side(format);
        await using var target = TransferSide.Local(_target);

        var (_, summary) = await RunSetup.RunAsync(new TransferRunner(new TransferPlan(source, target)));

        Assert.Equal(before, Outside());
        Assert.Null(summary.PlanFailure);
        Assert.DoesNotContain(summary.Failures, static failure => failure.Class != FailureClass.Planned);
        var expected = (await EntriesAsync(format, listing)).Where(static entry => entry.IsSafeName).Select(static entry => entry.Name).ToList();
        Assert.InRange(expected.Count, 150, names.Count);
        Assert.Equal(expected.Order(StringComparer.Ordinal), Directory.GetDirectories(_target).Select(Path.GetFileName).Order(StringComparer.Ordinal)!);
        Assert.All(Directory.GetDirectories(_target), static made => Assert.Equal(["inside"], Directory.GetFileSystemEntries(made).Select(Path.GetFileName)));
        Assert.DoesNotContain(server.Heard, static line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Split('/').Contains("..", StringComparer.Ordinal));
    }

    [Theory]
    [Trait("Threat", "T31")]
    [InlineData(ListingFormat.Mlsd)]
    [InlineData(ListingFormat.List)]
    public async Task Name_that_is_broken_over_lines_is_seen_as_a_line_that_cannot_be_read_and_nothing_is_deleted_for_it(ListingFormat format)
    {
        var listing = Listing(format, [[.. "half a na\nme of a file"u8], [.. "good"u8]]);
        await File.WriteAllTextAsync(Path.Combine(_target, "only here"), "kept", TestContext.Current.CancellationToken);
        await using var server = new ListedDirectory(directory => directory is "" or "." ? listing : null);
        await using var source = server.Side(format);
        await using var target = TransferSide.Local(_target);
        var plan = new TransferPlan(source, target, new TransferPlanOptions { Delete = true, ConfirmDeletion = static (_, _) => ValueTask.FromResult(true) });

        var (events, _) = await RunSetup.RunAsync(new TransferRunner(plan));

        Assert.Contains(events.OfType<StepPlanned>(), static one => one.Step is { Action: StepAction.Refuse, Reason: StepReason.NotListed });
        Assert.Equal("kept", await File.ReadAllTextAsync(Path.Combine(_target, "only here"), TestContext.Current.CancellationToken));
        Assert.True(File.Exists(Path.Combine(_target, "good")));
    }

    [Theory]
    [InlineData(NameRules.Windows)]
    [InlineData(NameRules.Posix)]
    public async Task Every_name_is_possible_where_it_goes_and_leads_back_to_itself(NameRules rules)
    {
        var texts = HostileNames.All.Select(static name => FtpTextEncoding.Utf8.Decode(name.Bytes)).Where(FtpPath.IsName).Distinct(StringComparer.Ordinal).ToList();
        var traits = new StoreTraits { Names = rules, IgnoresCase = rules == NameRules.Windows };
        foreach (var text in texts)
        {
            var source = Planning.ListedStore.File(text);
            var step = Assert.Single(await Planning.PlanSetup.StepsAsync(Planning.PlanSetup.Plan(Store(source), Store(), traits: traits)));
            if (step.Action == StepAction.Refuse)
            {
                Assert.Equal(StepReason.NameNotPossible, step.Reason);
                Assert.InRange(Encoding.UTF8.GetByteCount(text), rules == NameRules.Windows ? 80 : 256, int.MaxValue);
                continue;
            }

            var written = Assert.Single(step.Path.Segments);
            if (rules == NameRules.Windows)
            {
                AssertWindowsTakesLiterally(written);
                var back = Planning.PlanSetup.Plan(Store(Planning.ListedStore.File(written)), Store(), traits: null);
                var plan = new TransferPlan(Planning.PlanSetup.Side(Store(Planning.ListedStore.File(written)), "windows", traits), back.Target);
                Assert.Equal(text, Assert.Single(await Planning.PlanSetup.StepsAsync(plan)).Path.ToString());
            }
            else
            {
                Assert.Equal(text, written);
            }
        }
    }

    // The rule of Windows itself (Naming Files, Paths, and Namespaces), not the code that applies it.
    private static void AssertWindowsTakesLiterally(string name)
    {
        Assert.DoesNotContain(name, static c => c < ' ' || "<>:\"/\\|?*".Contains(c, StringComparison.Ordinal));
        Assert.False(name[^1] is '.' or ' ', name);
        Assert.InRange(name.Length, 1, 255);
        var stem = name.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        string[] devices =
        [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. "0123456789¹²³".Select(static digit => $"COM{digit}"), .. "0123456789¹²³".Select(static digit => $"LPT{digit}"),
        ];
        Assert.DoesNotContain(stem, devices);
    }

    private static Planning.ListedStore Store(params FtpEntry[] entries) => new(new Dictionary<string, FtpEntry[]> { ["."] = entries });

    private static bool CanExist(string name) => Encoding.UTF8.GetByteCount(name) <= 255;

    private static byte[] Listing(ListingFormat format, IEnumerable<byte[]> names, bool isDirectory = false) =>
        [.. names.SelectMany(name => ListedDirectory.Line(format, name, isDirectory))];

    // What a listing says is the business of its reader, whose own tests hold it to that; here counts what becomes of it.
    private static async Task<List<FtpEntry>> EntriesAsync(ListingFormat format, byte[] listing)
    {
        List<FtpEntry> entries = [];
        await foreach (var entry in new ListingReader { Directory = FtpPath.Home }.ReadAsync(new MemoryStream(listing), format, TestContext.Current.CancellationToken)) entries.Add(entry);
        return entries;
    }

    private static async Task<IReadOnlyList<string>> ExpectedAsync(ListingFormat format, byte[] listing) =>
        [.. (await EntriesAsync(format, listing)).Where(static entry => entry.IsSafeName).Select(static entry => entry.Name)];

    private static async Task<int> RefusalsAsync(ListingFormat format, byte[] listing)
    {
        var entries = await EntriesAsync(format, listing);
        var unreadable = entries.Any(static entry => entry.Kind == FtpEntryKind.Unreadable) ? 1 : 0;
        return unreadable + entries.Count(static entry => entry.Kind != FtpEntryKind.Unreadable && (!entry.IsSafeName || !CanExist(entry.Name)));
    }

    private IEnumerable<string> Files() => Directory.GetFiles(_target).Select(static file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    private string[] Outside() =>
    [
        .. Directory.EnumerateFileSystemEntries(_outer.Path, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(_target + "/", StringComparison.Ordinal) && path != _target)
            .Select(static path => File.Exists(path) ? $"{path} {File.ReadAllText(path)} {File.GetLastWriteTimeUtc(path):O}" : path).Order(StringComparer.Ordinal),
    ];
}
