using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sealift.TestKit.Growing;

/// <summary>The processor time of the current thread: other threads and other processes do not count, however busy the machine is.</summary>
/// <remarks>On Linux; elsewhere the time of the clock on the wall.</remarks>
internal static partial class ThreadWork
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int ThreadClock = 3;

    public static TimeSpan Measure(Action work)
    {
        var begin = Now();
        work();
        return Now() - begin;
    }

    private static TimeSpan Now()
    {
        if (!OperatingSystem.IsLinux()) return Stopwatch.GetElapsedTime(0);
        if (ReadClock(ThreadClock, out var time) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        return new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick));
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadClock(int clock, out TimeParts time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeParts
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
