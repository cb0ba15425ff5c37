using System.Text.Json.Serialization;

namespace Sealift.Client.Profiles;

/// <summary>A rule of a profile without its value's type.</summary>
internal abstract record ProfileRule
{
    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Where that is known from.</summary>
    public required string Source { get; init; }

    /// <summary>The value for people.</summary>
    [JsonIgnore]
    public abstract string Text { get; }
}
