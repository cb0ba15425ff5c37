using System.Runtime.InteropServices;

namespace Sealift.Cli.Connecting;

/// <summary>The terminal on stdin without echo, until disposed. What was typed ahead is discarded with each change.</summary>
internal sealed partial class SilentTerminal : IDisposable
{
    private const int Input = 0;
    private const int AfterOutputDiscardInput = 2; // TCSAFLUSH
    private const byte Echo = 0x08;                // ECHO, the same bit everywhere

    // struct termios is 60 bytes on Linux and 72 on macOS; all that is touched is one bit of c_lflag.
    private const int Room = 256;

    private readonly byte[] _before;

    private SilentTerminal(byte[] before) => _before = before;

    // The fourth of four flag words: of 4 bytes on Linux, of 8 on macOS, little-endian on all that .NET runs on but s390x.
    private static int LocalFlags => (OperatingSystem.IsMacOS() ? 24 : 12) + (BitConverter.IsLittleEndian ? 0 : 3);

    /// <summary>Switches the echo off; <see langword="null"/> where there is no such terminal.</summary>
    public static SilentTerminal? Enter()
    {
        if (OperatingSystem.IsWindows()) return null;
        var before = new byte[Room];
        if (GetAttributes(Input, before) != 0) return null;

        var silent = (byte[])before.Clone();
        silent[LocalFlags] &= unchecked((byte)~Echo);
        return SetAttributes(Input, AfterOutputDiscardInput, silent) == 0 ? new SilentTerminal(before) : null;
    }

    public void Dispose() => _ = SetAttributes(Input, AfterOutputDiscardInput, _before);

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetAttributes(int descriptor, [Out] byte[] attributes);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetAttributes(int descriptor, int when, byte[] attributes);
}
