using System.Runtime.InteropServices;
using System.Text;
using SharpFuzz;
using SharpFuzz.Common;

namespace Sealift.Fuzz;

/// <summary>
/// Sealift.Fuzz TARGET             runs under AFL, see eng/fuzz.sh
/// Sealift.Fuzz TARGET FILE…       runs inputs once, such as those that AFL found
/// Sealift.Fuzz --list             names the targets
/// Sealift.Fuzz --words TARGET     writes the words of a grammar as AFL's dictionary
/// </summary>
internal static unsafe class Program
{
    // What instrumented code writes to: 64 KiB, AFL's own while it runs a target.
    private const int MapSize = 65_536;

    public static int Main(string[] arguments)
    {
        // Instrumented code runs before AFL's map is there, and without AFL, too.
        Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(MapSize);
        if (arguments is ["--list"])
        {
            foreach (var one in FuzzTargets.All) Console.WriteLine(one.Name);
            return 0;
        }

        if (arguments is ["--words", var named] && FuzzTargets.Find(named) is { } known)
        {
            foreach (var word in known.Words.Where(static word => word.Length is > 0 and <= 64)) Console.WriteLine($"\"{Quoted(word)}\"");
            return 0;
        }

        if (arguments is not [var name, .. var files] || FuzzTargets.Find(name) is not { } target)
        {
            Console.Error.WriteLine("Usage: Sealift.Fuzz TARGET [FILE...] | --list | --words TARGET");
            return 2;
        }

        // Out of process: an overflow of the stack ends a process, and AFL goes on with another one.
        if (files.Length == 0) Fuzzer.OutOfProcess.Run(stream => Measured.Run(target, ReadAll(stream)));
        var failures = 0;
        foreach (var file in files) failures += Survives(target, file) ? 0 : 1;
        return failures == 0 ? 0 : 1;
    }

    private static bool Survives(FuzzTarget target, string file)
    {
        try
        {
            Measured.Run(target, File.ReadAllBytes(file));
            return true;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{file}: {e}");
            return false;
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static string Quoted(string word)
    {
        var quoted = new StringBuilder();
        foreach (var value in FuzzText.Bytes(word))
        {
            if (value is >= 0x20 and < 0x7F and not ((byte)'"' or (byte)'\\')) quoted.Append((char)value);
            else quoted.Append($"\\x{value:x2}");
        }

        return quoted.ToString();
    }
}
