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
        ref var slot = ref _texts[(uint)string.GetHashCode(text, StringComparison.Ordinal) % Slots];
        if (slot is null || !text.SequenceEqual(slot))
            slot = text.ToString();
        return slot;
    }
}
