using System.Globalization;

namespace Sealift.Proof.Tests.Soak;

/// <summary>What a process holds at one moment.</summary>
/// <param name="Descriptors">Its open files and sockets.</param>
/// <param name="ResidentMB">Its resident memory, in millions of bytes.</param>
internal readonly record struct ProcessLook(int Descriptors, double ResidentMB)
{
    /// <exception cref="IOException">There is no such process.</exception>
    public static ProcessLook Of(int process)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        var resident = File.ReadLines(Path.Combine(folder, "status")).First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kilobytes = resident.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1];
        return new ProcessLook(Directory.GetFiles(Path.Combine(folder, "fd")).Length, long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024 / 1e6);
    }
}
