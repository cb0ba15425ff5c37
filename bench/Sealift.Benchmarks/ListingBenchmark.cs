using BenchmarkDotNet.Attributes;
using Sealift.Core;
using Sealift.Core.Listings;

namespace Sealift.Benchmarks;

/// <summary>Reads a whole listing from memory, from bytes to entries, as the client does; the figures are for one entry.</summary>
[MemoryDiagnoser]
public class ListingBenchmark
{
    /// <summary>Entries of the listing.</summary>
    public const int Entries = 10_000;

    private byte[] _listing = [];
    private ListingFormat _format;

    /// <summary>What the server's system prints.</summary>
    [ParamsSource(nameof(Dialects))]
    public string Dialect { get; set; } = "";

    public static IEnumerable<string> Dialects => ListingText.Lines.Keys;

    [GlobalSetup]
    public void MakeListing()
    {
        _listing = ListingText.Of(Dialect, Entries);
        _format = Dialect switch { "MLSD" => ListingFormat.Mlsd, "NLST" => ListingFormat.Names, _ => ListingFormat.List };
    }

    [Benchmark(OperationsPerInvoke = Entries)]
    public async Task<int> ReadAsync()
    {
        var reader = new ListingReader();
        var count = 0;
        await foreach (var entry in reader.ReadAsync(new MemoryStream(_listing, writable: false), _format))
            count += entry.Kind == FtpEntryKind.Unreadable ? 0 : 1;
        if (count != (Dialect == "nothing readable" ? 0 : Entries))
            throw new InvalidOperationException($"{Dialect}: {count} entries were read.");
        return count;
    }
}
