using Sealift.Bench;

// Usage: dotnet run -c Release --project bench/Sealift.Bench -- [cpu|trace|latency|start|small|flights|tree|big|linear|plan|server|all] [--pairs N] [--files N] [--no-publish]
// Publishes the native sealift, starts Debian's servers with their files in memory, measures, prints Markdown, stops them.
var what = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "all";
if (what is AskingProcess.Name)
{
    await AskingProcess.AskAsync(args[1..5], TimeSpan.FromSeconds(double.Parse(args[5])));
    return;
}

if (what is ManySessions.Name)
{
    await ManySessions.ServeAsync(args[1], args[2], args[3], args[4]);
    return;
}

var at = Array.IndexOf(args, "--pairs");
var pairs = at >= 0 ? int.Parse(args[at + 1]) : 5;
at = Array.IndexOf(args, "--files");
var files = at >= 0 ? int.Parse(args[at + 1]) : 200;

if (what is "flights")
{
    // No command is measured here, so none has to be published.
    await using var servers = await Ground.PrepareAsync(publishes: false);
    await FlightsBench.RunAsync(servers, files);
    return;
}

await using var ground = await Ground.PrepareAsync(publishes: !args.Contains("--no-publish"));
Console.WriteLine(ground.Describe());
if (what is "start" or "all") await StartBench.RunAsync(ground);
if (what is "latency" or "all") await LatencyBench.RunAsync(ground);
if (what is "small" or "all") await SmallTransfersBench.RunAsync(ground);
if (what is "all") await FlightsBench.RunAsync(ground, files);
if (what is "tree" or "all") await TreeBench.RunAsync(ground, pairs);
if (what is "linear" or "all") await LinearBench.RunAsync(ground);
if (what is "plan" or "all") await LinearBench.PlanAsync(ground);
if (what is "big" or "all") await BigBench.RunAsync(ground, pairs);
if (what is "cpu" or "all") await CpuBench.RunAsync(ground, pairs);
if (what is "trace" or "all") await TraceBench.RunAsync(ground, pairs);
if (what is "server" or "all") await ServerBench.RunAsync(ground, pairs);
