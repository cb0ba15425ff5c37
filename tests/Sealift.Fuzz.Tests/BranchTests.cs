namespace Sealift.Fuzz.Tests;

/// <summary>
/// Time that grows with the input and no faster, counted and not measured: an input that is four times as long may take four times the branches, and
/// something for what is done once. A parser that goes back in its input takes sixteen times as many.
/// </summary>
[Trait("Threat", "T30")]
public sealed class BranchTests(CountedFixture counted) : IClassFixture<CountedFixture>
{
    // Above this the targets offer pieces of a kilobyte, and below it single bytes.
    private const int Short = 4200;
    private const int Long = 4 * Short;

    // Those that read files do nothing else with their input.
    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(static target => target.Name).Where(static name => name is not ("state" or "journal"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_input_four_times_as_long_takes_no_more_than_a_few_times_the_branches(string name)
    {
        var counts = 0L;
        foreach (var head in Corpus.Of(name).Select(static input => input.Content[..Math.Min(input.Content.Length, 120)]).Take(1).Append([]))
        {
            foreach (var word in FuzzTargets.Find(name)!.Words)
            {
                var few = counted.Program.Count(name, Grown(head, word, Short));
                var many = counted.Program.Count(name, Grown(head, word, Long));
                counts += many;
                Assert.True(many <= (6 * few) + 20_000, $"{few} branches for {Short} bytes of \"{word}\", and {many} for {Long}");
            }
        }

        Assert.True(counts > 0, "Nothing was counted.");
    }

    private static byte[] Grown(byte[] head, string word, int length)
    {
        var part = FuzzText.Bytes(word);
        var input = new List<byte>(head);
        while (input.Count < length) input.AddRange(part);
        return [.. input];
    }
}
