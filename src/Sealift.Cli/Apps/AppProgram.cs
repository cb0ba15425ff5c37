using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Sealift.Cli.Output;

namespace Sealift.Cli.Apps;

/// <summary>The program of the app, which is not part of this binary: a web server and its pages are larger than all of it (docs/decisions/0015).</summary>
internal static partial class AppProgram
{
    /// <summary>Names the program where it is in no usual place.</summary>
    public const string Variable = "SEALIFT_APP";

    private static readonly string Name = OperatingSystem.IsWindows() ? "sealift-app.exe" : "sealift-app";

    /// <summary>The program; beside this one, in "app" beside it, under "lib", or where a build of the sources leaves it.</summary>
    /// <exception cref="CommandException">There is none (usage).</exception>
    public static string Find(string directory, Func<string, string?> environment)
    {
        if (environment(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named)
                ? Path.GetFullPath(named)
                : throw CommandException.Usage($"{Variable} names {named}, and there is no such file.", $"Name the program {Name}, or unset {Variable}.");
        }

        return Places(directory).Select(Path.GetFullPath).FirstOrDefault(File.Exists) ?? throw CommandException.Usage(
            $"the app's program {Name} is not installed beside {Path.Join(directory, "sealift")}.",
            $"Install it there, or name it in {Variable}. From the sources: dotnet build src/Sealift.App");
    }

    /// <summary>Becomes the program, with the same words; on Windows, runs it.</summary>
    public static async Task<ExitCode> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows()) Become(program, arguments);
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;

        // Ctrl-C reaches both; this one goes when the other is gone.
        await process.WaitForExitAsync(CancellationToken.None);
        return cancellationToken.IsCancellationRequested ? ExitCode.Ok : (ExitCode)process.ExitCode;
    }

    private static IEnumerable<string> Places(string directory)
    {
        yield return Path.Join(directory, Name);
        yield return Path.Join(directory, "app", Name);
        yield return Path.Join(directory, "..", "lib", "sealift", Name);

        // src/Sealift.Cli/bin/Debug/net10.0 and its sister.
        var build = new DirectoryInfo(directory).Parent;
        if (build?.Parent is { Name: "bin", Parent: { Name: "Sealift.Cli", Parent: { } sources } }) yield return Path.Join(sources.FullName, "Sealift.App", "bin", build.Name, "net10.0", Name);
    }

    // Nothing stays in between, so that signals and the exit code are the app's own. It returns only where it failed.
    private static unsafe void Become(string program, IReadOnlyList<string> arguments)
    {
        var words = new nint[arguments.Count + 2];
        words[0] = Marshal.StringToCoTaskMemUTF8(program);
        for (var i = 0; i < arguments.Count; i++) words[i + 1] = Marshal.StringToCoTaskMemUTF8(arguments[i]);
        fixed (nint* first = words)
        fixed (byte* path = Encoding.UTF8.GetBytes(program + '\0'))
        {
            _ = Execute(path, first);
        }

        throw CommandException.Local($"{program} cannot be started: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}", "Check its permissions.");
    }

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true)]
    private static unsafe partial int Execute(byte* path, nint* arguments);
}
