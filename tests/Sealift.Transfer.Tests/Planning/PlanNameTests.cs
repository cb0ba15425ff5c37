using Sealift.Core;
using Sealift.Transfer.Planning;
using static Sealift.Transfer.Tests.Planning.ListedStore;

namespace Sealift.Transfer.Tests.Planning;

[Trait("Threat", "T24")]
[Trait("Threat", "T27")]
[Trait("Threat", "T28")]
public sealed class PlanNameTests
{
    private static readonly StoreTraits Windows = new() { Names = NameRules.Windows, IgnoresCase = true };
    private static readonly StoreTraits Mac = new() { Names = NameRules.Posix, IgnoresCase = true, NormalizesUnicode = true };

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\rSTOR x")]
    [InlineData("a\nb")]
    [InlineData("sub/file")]
    public async Task A_hostile_name_is_refused_once_and_the_others_are_copied(string name)
    {
        var source = Store(File(name), File("good"));

        var steps = await PlanSetup.StepsAsync(source, Store());

        Assert.Equal(["Refuse . NameNotSafe", "Copy good Missing"], PlanSetup.Lines(steps));
        Assert.DoesNotContain(steps[0].Because, char.IsControl);
    }

    [Theory]
    [InlineData("C:\\x", "C%3A%5Cx")]
    [InlineData("..\\x", "..%5Cx")]
    [InlineData("NUL", "NU%4C")]
    [InlineData("com1.txt", "co%6D1.txt")]
    [InlineData("COM¹", "CO%4D¹")]
    [InlineData("name.", "name%2E")]
    [InlineData("name ", "name%20")]
    [InlineData("a::$DATA", "a%3A%3A$DATA")]
    [InlineData("what?*", "what%3F%2A")]
    [InlineData("100%3A", "100%253A")]
    [InlineData("100%", "100%")]
    public async Task A_name_that_Windows_cannot_hold_is_written_in_a_way_that_leads_back(string name, string written)
    {
        var plan = PlanSetup.Plan(Store(File(name)), Store(), traits: Windows);

        var step = Assert.Single(await PlanSetup.StepsAsync(plan));
        var back = new TransferPlan(PlanSetup.Side(Store(File(written)), "windows", Windows), PlanSetup.Side(Store(), "other"));
        var returned = Assert.Single(await PlanSetup.StepsAsync(back));

        Assert.Equal((StepAction.Copy, written), (step.Action, step.Path.ToString()));
        Assert.Equal(name, returned.Path.ToString());
        Assert.Equal(name == written ? 0 : 1, plan.Summary.EscapedNames);
        Assert.Equal(name == written ? null : name, step.SourcePath?.ToString());
    }

    [Fact]
    public async Task An_escaped_file_is_found_again()
    {
        var lines = PlanSetup.Lines(await PlanSetup.StepsAsync(PlanSetup.Plan(Store(File("a:b")), Store(File("a%3Ab")), traits: Windows)));

        Assert.Equal(["Keep a%3Ab SameSizeAndTime"], lines);
    }

    [Fact]
    public async Task A_name_that_is_too_long_or_not_to_be_escaped_is_refused()
    {
        var longName = new string('x', 256);
        var options = new TransferPlanOptions { EscapeNames = false };

        var posix = await PlanSetup.StepsAsync(PlanSetup.Plan(Store(File(longName)), Store(), traits: new StoreTraits { Names = NameRules.Posix }));
        var windows = await PlanSetup.StepsAsync(PlanSetup.Plan(Store(File("a:b")), Store(), options, Windows));

        Assert.Equal(StepReason.NameNotPossible, Assert.Single(posix).Reason);
        Assert.Equal(StepReason.NameNotPossible, Assert.Single(windows).Reason);
    }

    [Fact]
    public async Task Names_that_differ_only_in_case_collide_where_case_is_ignored()
    {
        var source = Store(File("Foo"), File("foo"), File("FOO"), File("bar"));

        var there = PlanSetup.Lines(await PlanSetup.StepsAsync(PlanSetup.Plan(source, Store(), traits: Windows)));
        var here = await PlanSetup.LinesAsync(source, Store());

        Assert.Equal(["Refuse FOO NameCollision", "Refuse Foo NameCollision", "Copy bar Missing", "Refuse foo NameCollision"], there);
        Assert.DoesNotContain(here, line => line.StartsWith("Refuse", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Colliding_directories_are_not_entered()
    {
        var source = new ListedStore(path => path.IsTop ? [Directory("A"), Directory("a")] : [File("f")]);

        var lines = PlanSetup.Lines(await PlanSetup.StepsAsync(PlanSetup.Plan(source, Store(), traits: Windows)));

        Assert.Equal(["Refuse A NameCollision", "Refuse a NameCollision"], lines);
    }

    [Theory]
    [InlineData("\u00e9", "e\u0301")] // é composed and not
    [InlineData("\u1ec7", "e\u0323\u0302")] // ệ, its marks in Unicode's order
    [InlineData("\u1ec7", "e\u0302\u0323")] // and in the other one
    [InlineData("\ud55c\uae00", "\u1112\u1161\u11ab\u1100\u1173\u11af")] // Hangul
    [InlineData("\u212b", "\u00c5")] // Angstrom
    [InlineData("\ufb01le", "file")] // ﬁ
    [InlineData("a\uff0fb", "A\uff0fB")] // fullwidth slash
    public async Task Spellings_of_one_name_collide_where_Unicode_is_normalized(string one, string other)
    {
        var source = Store(File(one), File(other));

        var mac = await PlanSetup.StepsAsync(PlanSetup.Plan(source, Store(), traits: Mac));
        var linux = await PlanSetup.StepsAsync(source, Store());

        Assert.All(mac, step => Assert.Equal(StepReason.NameCollision, step.Reason));
        Assert.All(linux, step => Assert.Equal(StepAction.Copy, step.Action));
    }

    [Fact]
    public async Task A_decomposed_name_is_the_composed_one_of_a_target_that_normalizes()
    {
        var step = Assert.Single(await PlanSetup.StepsAsync(PlanSetup.Plan(Store(File("\u00e9")), Store(File("e\u0301")), traits: Mac)));

        Assert.Equal((StepAction.Keep, "e\u0301"), (step.Action, step.Path.ToString()));
    }

    [Fact]
    public async Task A_name_that_a_listing_has_twice_is_refused()
    {
        var lines = await PlanSetup.LinesAsync(Store(File("a", 1), File("a", 2)), Store());

        Assert.Equal(["Refuse a NameCollision", "Refuse a NameCollision"], lines);
    }

    [Theory]
    [InlineData("file:")]
    [InlineData("|id")]
    [InlineData("-rf")]
    [InlineData("~root")]
    [InlineData("*")]
    [InlineData("$(x)")]
    [InlineData(";type=a")]
    [InlineData("%2e%2e%2f")]
    public async Task Names_that_mean_something_elsewhere_are_names_here(string name)
    {
        var step = Assert.Single(await PlanSetup.StepsAsync(Store(File(name)), Store()));

        Assert.Equal((StepAction.Copy, name), (step.Action, step.Path.ToString()));
    }

    [Fact]
    public async Task Our_own_unfinished_files_are_not_copied()
    {
        var lines = await PlanSetup.LinesAsync(Store(File(".a.0123456789abcdef.sealift-part")), Store());

        Assert.Equal(["Skip .a.0123456789abcdef.sealift-part Leftover"], lines);
    }

    private static ListedStore Store(params FtpEntry[] entries) => new(new Dictionary<string, FtpEntry[]> { ["."] = entries });
}
