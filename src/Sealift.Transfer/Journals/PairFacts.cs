namespace Sealift.Transfer.Journals;

/// <summary>Between which sides runs were, in words.</summary>
internal sealed record PairFacts(string Source, string Target, DateTimeOffset Begun);
