using System.Diagnostics;
using Sealift.TestKit;

namespace Sealift.Transfer.Tests.State;

/// <summary>A disk of a few hundred kilobytes, where the machine lets a test mount one (Linux, root).</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempDirectory _place = new();

    private SmallDisk()
    {
    }

    public string Path => _place.Path;

    /// <summary>Mounts it; the test is skipped where that is not possible.</summary>
    public static async Task<SmallDisk> MountAsync(int kibibytes)
    {
        var disk = new SmallDisk();
        if (await disk.RunAsync("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", disk.Path) == 0) return disk;
        disk._place.Dispose();
        Assert.Skip("A small disk cannot be mounted here.");
        throw new UnreachableException();
    }

    /// <summary>Makes the disk read-only, or writable again.</summary>
    public async Task SetReadOnlyAsync(bool isReadOnly) => Assert.Equal(0, await RunAsync("mount", "-o", $"remount,{(isReadOnly ? "ro" : "rw")}", Path));

    /// <summary>Gives the disk another size.</summary>
    public async Task GrowAsync(int kibibytes) => Assert.Equal(0, await RunAsync("mount", "-o", $"remount,size={kibibytes}k", Path));

    public void Dispose()
    {
        using var process = Process.Start(new ProcessStartInfo("umount", ["-l", Path]) { UseShellExecute = false });
        process!.WaitForExit(TimeSpan.FromSeconds(30));
        _place.Dispose();
    }

    private async Task<int> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
