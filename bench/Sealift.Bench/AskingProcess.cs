using System.Diagnostics;
using System.Globalization;
using Sealift.Client;
using Sealift.Core.Wire;

namespace Sealift.Bench;

/// <summary>One session in a process of its own that asks NOOP every 5 ms, so that only the server's work is in the times.</summary>
internal static class AskingProcess
{
    public const string Name = "ask";

    public static async Task<(double Median, double Late, double Slowest)> RunAsync(MeasuredServer server, TimeSpan span)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Name, .. server.Address(), $"{span.TotalSeconds}"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var said = (await process.StandardOutput.ReadToEndAsync()).Split(' ');
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException("The session that asks has failed.");
        var times = said.Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (times[0], times[1], times[2]);
    }

    /// <summary>The work of the process: prints median, 99th percentile and maximum in ms.</summary>
    public static async Task AskAsync(string[] address, TimeSpan span)
    {
        var times = new List<double>();
        await using var client = await FtpClient.ConnectAsync(MeasuredServer.ClientOptions(address));
        var noop = new FtpCommand("NOOP");
        await client.ExecuteAsync(noop); // compiles what it needs
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < span)
        {
            var asked = Stopwatch.GetTimestamp();
            await client.ExecuteAsync(noop);
            times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.Delay(5);
        }

        await client.QuitAsync();
        times.Sort();
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{times[times.Count / 2]:0.000} {times[times.Count * 99 / 100]:0.000} {times[^1]:0.000}"));
    }
}
