namespace Sealift.Fuzz.Tests;

/// <summary>Every committed input through its target: what the fuzzer once found stays found.</summary>
[Trait("Threat", "T13")]
[Trait("Threat", "T24")]
[Trait("Threat", "T30")]
public sealed class CorpusTests
{
    // Each of the others takes microseconds; these write files.
    private const int FewMutations = 25;
    private const int ManyMutations = 250;

    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(static target => target.Name)];

    [Fact]
    public void Every_target_has_inputs_and_every_input_a_target()
    {
        Assert.Equal(FuzzTargets.All.Select(static target => target.Name).Order(StringComparer.Ordinal), Corpus.Targets);
        Assert.All(Corpus.Targets, static target => Assert.NotEmpty(Corpus.Of(target)));
        Assert.InRange(Corpus.Targets.Sum(static target => Corpus.Of(target).Count), Corpus.Targets.Count, 200);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_input_of_the_corpus_is_read_or_refused_as_documented(string name)
    {
        foreach (var (file, content) in Corpus.Of(name)) Run(name, content, file);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Changed_inputs_are_read_or_refused_as_documented(string name)
    {
        var inputs = Corpus.Of(name).Select(static input => input.Content).ToList();
        var mutator = new Mutator(seed: 20_261_123, inputs, FuzzTargets.Find(name)!.Words);
        var count = name is "state" or "journal" ? FewMutations : ManyMutations;
        for (var i = 0; i < count; i++) Run(name, mutator.Next(), $"change {i}");
    }

    [Fact]
    public void An_empty_input_is_none_to_any_target()
    {
        foreach (var target in FuzzTargets.All) Run(target.Name, [], "nothing");
    }

    [Fact]
    public void A_claim_that_does_not_hold_is_a_failure_that_says_it()
    {
        var failure = Assert.Throws<FuzzFailureException>(static () => Measured.Run(new BrokenTarget(isGreedy: false), [1, 2, 3]));
        Assert.Equal("input.Length == 0", failure.Message);
        failure = Assert.Throws<FuzzFailureException>(static () => Measured.Run(new BrokenTarget(isGreedy: true), [1, 2, 3]));
        Assert.StartsWith("3 bytes of input took ", failure.Message, StringComparison.Ordinal);
    }

    private static void Run(string name, byte[] input, string what)
    {
        try
        {
            Measured.Run(FuzzTargets.Find(name)!, input);
        }
        catch (Exception e)
        {
            Assert.Fail($"{name}, {what} ({Convert.ToBase64String(input)}): {e}");
        }
    }

    private sealed class BrokenTarget(bool isGreedy) : FuzzTarget
    {
        public override string Name => "broken";

        public override IReadOnlyList<string> Words => [];

        public override void Run(ReadOnlySpan<byte> input)
        {
            if (isGreedy) GC.KeepAlive(new byte[8 * 1024 * 1024]);
            else Claim.Holds(input.Length == 0);
        }
    }
}
