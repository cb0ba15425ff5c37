using System.Diagnostics;
using System.Globalization;

namespace Sealift.Bench;

/// <summary>Runs a command to its end under GNU time, which takes the command's own resource usage from the kernel.</summary>
internal static class MeasuredProcess
{
    /// <summary>Runs a command that must succeed.</summary>
    public static Usage Run(IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var (usage, exitCode) = Measure(environment, command);
        return exitCode == 0
            ? usage
            : throw new InvalidOperationException($"{Path.GetFileName(command[0])} ended with exit code {exitCode}.");
    }

    /// <summary>Runs a command, whatever it thinks of itself afterwards.</summary>
    public static Usage RunWhateverComes(IReadOnlyDictionary<string, string> environment, string program, params string[] arguments) =>
        Measure(environment, [program, .. arguments]).Usage;

    private static (Usage Usage, int ExitCode) Measure(IReadOnlyDictionary<string, string> environment, string[] command)
    {
        var report = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(
                "/usr/bin/time", ["-o", report, "-f", "%U %S %M", .. command])
            { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            foreach (var (name, value) in environment) start.Environment[name] = value;
            var began = Stopwatch.GetTimestamp();
            using var process = Process.Start(start) ?? throw new InvalidOperationException("GNU time is missing: apt-get install time.");
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var wall = Stopwatch.GetElapsedTime(began);

            // GNU time puts a line of its own before the figures where the command failed.
            var figures = File.ReadLines(report).Last().Split(' ').Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
            return (new Usage(figures[0] + figures[1], figures[2] / 1024, wall.TotalSeconds), process.ExitCode);
        }
        finally
        {
            File.Delete(report);
        }
    }
}
