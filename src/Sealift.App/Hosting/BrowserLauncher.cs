using System.ComponentModel;
using System.Diagnostics;
using Sealift.Cli.Output;

namespace Sealift.App.Hosting;

/// <summary>Opens the user's browser.</summary>
internal static class BrowserLauncher
{
    /// <summary>Opens it at an address; where that is not possible, says what to do.</summary>
    public static void Open(Terminal terminal, Uri address)
    {
        try
        {
            var start = OperatingSystem.IsWindows()
                ? new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true }
                : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address.AbsoluteUri]) { UseShellExecute = false };
            using var process = Process.Start(start);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            terminal.WriteNotice("No browser could be opened here. Open the address above in one on this machine.");
        }
    }
}
