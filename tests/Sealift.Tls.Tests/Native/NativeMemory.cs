using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Sealift.Tls.Tests.Native;

/// <summary>What C code has allocated and not freed: libssl and libcrypto are the most of it in these tests.</summary>
internal static partial class NativeMemory
{
    private const string LibC = "libc";

    /// <summary>Whether the C library tells (glibc does, musl does not).</summary>
    public static bool IsTold { get; } = NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "malloc_info", out _);

    /// <summary>Bytes in use in all arenas of malloc (mallinfo2 knows the first one only), in millions.</summary>
    public static double UsedMB
    {
        get
        {
            // The numbers of all arenas together come last (malloc_info(3)).
            var all = Describe();
            var sums = all[(all.LastIndexOf("</heap>", StringComparison.Ordinal) + 1)..];
            var free = Size(sums, "total type=\"fast\"") + Size(sums, "total type=\"rest\"");
            return (Size(sums, "system type=\"current\"") + Size(sums, "total type=\"mmap\"") - free) / 1e6;
        }
    }

    private static long Size(string sums, string element)
    {
        var from = sums.IndexOf(element, StringComparison.Ordinal);
        Assert.True(from >= 0, $"malloc_info does not tell {element}: {sums}");
        return long.Parse(SizeOf().Match(sums, from).Groups["size"].ValueSpan, CultureInfo.InvariantCulture);
    }

    private static string Describe()
    {
        // open_memstream(3) writes the pointer and the length when the stream is closed.
        var result = Marshal.AllocHGlobal(2 * nint.Size);
        try
        {
            var file = OpenMemoryStream(result, result + nint.Size);
            Assert.NotEqual(0, file);
            Assert.Equal(0, MallocInfo(0, file));
            Assert.Equal(0, Close(file));
            var text = Marshal.ReadIntPtr(result);
            var described = Marshal.PtrToStringUTF8(text)!;
            Free(text);
            return described;
        }
        finally
        {
            Marshal.FreeHGlobal(result);
        }
    }

    [DllImport(LibC, EntryPoint = "open_memstream")]
    private static extern nint OpenMemoryStream(nint text, nint length);

    [DllImport(LibC, EntryPoint = "malloc_info")]
    private static extern int MallocInfo(int options, nint file);

    [DllImport(LibC, EntryPoint = "fclose")]
    private static extern int Close(nint file);

    [DllImport(LibC, EntryPoint = "free")]
    private static extern void Free(nint memory);

    [GeneratedRegex("size=\"(?<size>[0-9]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SizeOf();
}
