using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sealift.Bench;

/// <summary>Runs a command to its end and takes its resource usage from the kernel (wait4), without a word of its own in between.</summary>
internal static partial class MeasuredProcess
{
    public static Usage Run(IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        // The shell only redirects; exec makes it the command itself, so that the usage is the command's alone.
        string?[] arguments = ["sh", "-c", "exec \"$@\" >/dev/null", "sh", .. command, null];
        string?[] variables =
        [
            .. Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
                .Where(e => !environment.ContainsKey((string)e.Key)).Select(e => $"{e.Key}={e.Value}"),
            .. environment.Select(e => $"{e.Key}={e.Value}"),
            null,
        ];
        var began = Stopwatch.GetTimestamp();
        var error = PosixSpawn(out var pid, "/bin/sh", 0, 0, arguments, variables);
        if (error != 0) throw new InvalidOperationException($"posix_spawn failed with {error}.");
        var usage = new long[36];
        if (Wait4(pid, out var status, 0, usage) != pid) throw new InvalidOperationException("wait4 failed.");
        var wall = Stopwatch.GetElapsedTime(began);
        if (status != 0) throw new InvalidOperationException($"{Path.GetFileName(command[0])} ended with status {status}.");

        // struct rusage: user seconds, microseconds, system seconds, microseconds, peak resident KiB.
        return new Usage(usage[0] + (usage[1] / 1e6) + usage[2] + (usage[3] / 1e6), usage[4] / 1024.0, wall.TotalSeconds);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int PosixSpawn(
        out int pid, string path, nint actions, nint attributes, string?[] arguments, string?[] environment);

    [LibraryImport("libc", EntryPoint = "wait4")]
    private static partial int Wait4(int pid, out int status, int options, [Out] long[] usage);
}
