using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Listings;

/// <summary>Makes entries of the lines of one listing: a line may give none, one, or several that waited for it.</summary>
internal interface IEntryReader
{
    /// <summary>The dialect of LIST that lines were read with.</summary>
    ListingDialect? Detected { get; }

    /// <summary>Takes the next line.</summary>
    void Add(ReadOnlySpan<char> line);

    /// <summary>After the last line: what still waits comes out.</summary>
    void Finish();

    /// <summary>The next entry that is ready.</summary>
    bool TryTake([MaybeNullWhen(false)] out FtpEntry entry);
}
