namespace Sealift.Core.Listings;

/// <summary>What a line is read with: the clock, what is known of the listing, and what its lines share.</summary>
internal sealed class ListingContext(DateTime now)
{
    /// <summary>The time at the server, as far as its zone is known; one for the whole listing, so that its dates agree.</summary>
    public DateTime Now { get; } = now;

    /// <summary>
    /// The dialect by hint or by earlier lines. Forms that could be mistaken for something else are only read when it is theirs.
    /// </summary>
    public ListingDialect? Known { get; set; }

    /// <summary>Texts that lines have in common.</summary>
    public TextCache Texts { get; } = new();

    /// <summary>Set by a format beside an entry: a date whose order this line tells others, or needs to be told by them.</summary>
    public NumericDate? OpenDate { get; set; }
}
