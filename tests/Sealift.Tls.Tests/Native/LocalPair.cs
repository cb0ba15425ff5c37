using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Sealift.Tls.Tests.Native;

/// <summary>Two connected sockets that need no port: a hundred thousand of them wear nothing out.</summary>
internal static class LocalPair
{
    private const int Unix = 1;
    private const int Stream = 1;

    /// <exception cref="Win32Exception">The kernel gave none.</exception>
    public static (Socket One, Socket Other) Create()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It calls socketpair(2) as Linux has it.");
        var ends = new int[2];
        if (SocketPair(Unix, Stream, 0, ends) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        return (Own(ends[0]), Own(ends[1]));
    }

    private static Socket Own(int descriptor) => new(new SafeSocketHandle(descriptor, ownsHandle: true));

    [DllImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static extern int SocketPair(int domain, int type, int protocol, int[] ends);
}
