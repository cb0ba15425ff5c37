using System.Diagnostics;

namespace Sealift.Interop.Tests;

/// <summary>Files of this machine by the bytes of their names, which .NET cannot express when they are no UTF-8.</summary>
internal static class RawFile
{
    /// <summary>Writes a file that everybody may change.</summary>
    public static Task WriteAsync(string directory, byte[] name, string content)
    {
        var octal = string.Concat(name.Select(value => $"\\0{Convert.ToString(value, 8)}"));
        return RunAsync("cd \"$1\" && name=$(printf '%b.' \"$2\") && name=${name%.} && printf %s \"$3\" > \"$name\" && chmod 666 \"$name\"", directory, octal, content);
    }

    /// <summary>Removes every file in a directory, whatever its name.</summary>
    public static Task ClearAsync(string directory) => RunAsync("cd \"$1\" && find . -mindepth 1 -maxdepth 1 -type f -delete", directory);

    /// <summary>The names in a directory.</summary>
    public static async Task<List<byte[]>> NamesAsync(string directory)
    {
        var output = await RunAsync("cd \"$1\" && find . -mindepth 1 -maxdepth 1 -printf '%f\\n' | od -An -v -tx1", directory);
        var bytes = Convert.FromHexString(string.Concat(output.Where(char.IsAsciiHexDigit)));
        List<byte[]> names = [];
        for (var rest = bytes; rest.Length > 0;)
        {
            var end = Array.IndexOf(rest, (byte)'\n');
            names.Add(rest[..end]);
            rest = rest[(end + 1)..];
        }

        return names;
    }

    private static async Task<string> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["LC_ALL"] = "C";
        foreach (var argument in (string[])["-c", script, "sh", .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
