namespace Sealift.Core.Errors;

/// <summary>One failure that Sealift can report, explained: a record of the catalogue.</summary>
public sealed record ErrorEntry
{
    /// <summary>The code: an area and a number, such as <c>SL-NET-01</c>. It never changes its meaning.</summary>
    public required string Code { get; init; }

    /// <summary>The exit code of the command that ends with this failure: 1 to 8.</summary>
    public required int ExitCode { get; init; }

    /// <summary>What happened, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What may be behind it, the likeliest first.</summary>
    public required IReadOnlyList<string> Causes { get; init; }

    /// <summary>What one sees, and what that means for what was sent or stored.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>What to do, in this order.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>The reply codes that mean this (RFC 959 section 4.2.2, RFC 2228 section 5.1, RFC 4217 section 10); often none.</summary>
    public required IReadOnlyList<int> Replies { get; init; }
}
