namespace Sealift.Bench;

/// <summary>How long the command needs to start, and how large it is.</summary>
internal static class StartBench
{
    private const int Runs = 21;

    public static async Task RunAsync(Ground ground)
    {
        var runs = await Task.Run(() =>
            Enumerable.Range(0, Runs).Select(_ => MeasuredProcess.Run(new Dictionary<string, string>(), ground.Binary, "--version")).ToList());
        Console.WriteLine(
            $"""
            ## Start

            | what | measured |
            |---|---|
            | `sealift --version`, median of {Runs}, the process that times it included | {Usage.Median(runs).WallSeconds * 1000:0.0} ms |
            | size of the binary | {new FileInfo(ground.Binary).Length / 1e6:0.0} MB |

            """);
    }
}
