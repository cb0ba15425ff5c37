using System.Globalization;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Sealift.Benchmarks;

// A short run in this process: the whole of it takes about two minutes.
var job = Job.ShortRun.WithWarmupCount(3).WithIterationCount(5).WithToolchain(InProcessEmitToolchain.Instance);
var artifacts = Path.Combine(Path.GetTempPath(), $"sealift-benchmarks-{Environment.ProcessId}");
var config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(ConsoleLogger.Default).WithArtifactsPath(artifacts)
    .AddColumnProvider(DefaultColumnProviders.Instance);
var summary = BenchmarkRunner.Run<ListingBenchmark>(config);

Console.WriteLine();
Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
Console.WriteLine();
Console.WriteLine("| listing | lines per second | ns per entry | spread | bytes allocated per entry | bytes of a line |");
Console.WriteLine("|---|---|---|---|---|---|");
foreach (var report in summary.Reports)
{
    var dialect = (string)report.BenchmarkCase.Parameters[nameof(ListingBenchmark.Dialect)];
    if (report.ResultStatistics is not { } statistics)
    {
        Console.WriteLine($"| {dialect} | failed | | | | |");
        continue;
    }

    var allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
    var line = ListingText.Of(dialect, ListingBenchmark.Entries).Length / (double)ListingBenchmark.Entries;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {dialect} | {1e9 / statistics.Mean:N0} | {statistics.Mean:F0} | ±{100 * statistics.StandardDeviation / statistics.Mean:F0} % | {allocated} | {line:F0} |"));
}

Directory.Delete(artifacts, recursive: true);
return summary.HasCriticalValidationErrors ? 1 : 0;
