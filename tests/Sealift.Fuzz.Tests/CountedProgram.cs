using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using SharpFuzz;
using SharpFuzz.Common;

namespace Sealift.Fuzz.Tests;

/// <summary>A second copy of the targets and of what they test, which counts the branches that it takes. One at a time.</summary>
internal sealed unsafe class CountedProgram : AssemblyLoadContext, IDisposable
{
    // What AFL's own instrumentation writes to: 64 KiB.
    private const int MapSize = 65_536;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sealift-counted-");
    private readonly Dictionary<string, Runner> _targets = new(StringComparer.Ordinal);
    private readonly byte* _map = (byte*)NativeMemory.AllocZeroed(MapSize);
    private long _branches;

    public CountedProgram()
        : base(isCollectible: false)
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Where(static file => IsCopied(Path.GetFileNameWithoutExtension(file))))
            File.Copy(file, Path.Combine(_directory.FullName, Path.GetFileName(file)));

        // Read once, before anything else asks for it.
        Environment.SetEnvironmentVariable("SHARPFUZZ_ENABLE_ON_BRANCH_CALLBACK", "true");
        foreach (var name in (string[])["Sealift.Core", "Sealift.Sites"]) Fuzzer.Instrument(Path.Combine(_directory.FullName, name + ".dll"), static _ => true, SharpFuzz.Options.Value);
        Trace.SharedMem = _map;
        Trace.OnBranch = (_, _) => _branches++;

        var targets = LoadFromAssemblyPath(Path.Combine(_directory.FullName, "Sealift.Fuzz.dll")).GetType("Sealift.Fuzz.FuzzTargets")!;
        foreach (var target in (System.Collections.IEnumerable)targets.GetProperty("All", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!)
        {
            var name = (string)target.GetType().GetProperty("Name")!.GetValue(target)!;
            _targets[name] = target.GetType().GetMethod("Run")!.CreateDelegate<Runner>(target);
        }
    }

    private delegate void Runner(ReadOnlySpan<byte> input);

    /// <summary>The branches that the parsers take for an input.</summary>
    public long Count(string target, byte[] input)
    {
        _branches = 0;
        _targets[target](input);
        return _branches;
    }

    public void Dispose()
    {
        Trace.OnBranch = static (_, _) => { };
        _directory.Delete(recursive: true);
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        IsCopied(assemblyName.Name!) ? LoadFromAssemblyPath(Path.Combine(_directory.FullName, assemblyName.Name + ".dll")) : null;

    private static bool IsCopied(string name) => name.StartsWith("Sealift.", StringComparison.Ordinal) && name != "Sealift.Fuzz.Tests";
}
