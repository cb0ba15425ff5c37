using System.Diagnostics;
using System.Globalization;

namespace Sealift.Bench;

/// <summary>Runs a command to its end under GNU time, which takes the command's own resource usage from the kernel.</summary>
internal static class MeasuredProcess
{
    public static Usage Run(IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var report = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(
                "/usr/bin/time", ["-o", report, "-f", "%U %S %M", .. command])
            { RedirectStandardOutput = true, UseShellExecute = false };
            foreach (var (name, value) in environment) start.Environment[name] = value;
            var began = Stopwatch.GetTimestamp();
            using var process = Process.Start(start) ?? throw new InvalidOperationException("GNU time is missing: apt-get install time.");
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var wall = Stopwatch.GetElapsedTime(began);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{Path.GetFileName(command[0])} ended with exit code {process.ExitCode}.");
            var figures = File.ReadAllText(report).Split(' ').Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
            return new Usage(figures[0] + figures[1], figures[2] / 1024, wall.TotalSeconds);
        }
        finally
        {
            File.Delete(report);
        }
    }
}
