namespace Sealift.Core.Listings;

/// <summary>Keeps the last few short texts of a listing: owners, groups and permissions repeat on every line.</summary>
internal sealed class TextCache
{
    private const int Slots = 64;
    private const int MaxLength = 40;

    private readonly string?[] _texts = new string?[Slots];

    /// <summary>The text as a string, an earlier one where it is equal.</summary>
    public string Get(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength)
            return text.ToString();
        // Two places for each text, so that two of them that meet do not push each other out on every line.
        var hash = (uint)string.GetHashCode(text, StringComparison.Ordinal);
        ref var first = ref _texts[hash % Slots];
        if (first is not null && text.SequenceEqual(first))
            return first;
        ref var second = ref _texts[hash / Slots % Slots];
        if (second is not null && text.SequenceEqual(second))
            return second;
        ref var taken = ref first is null ? ref first : ref second;
        return taken = text.ToString();
    }
}
