using System.Globalization;
using System.Text.Json;

namespace Sealift.Client.Profiles;

/// <summary>A rule of a profile.</summary>
internal sealed record ProfileRule<T> : ProfileRule
    where T : notnull
{
    /// <summary>What holds for servers of the family.</summary>
    public required T Value { get; init; }

    public override string Text => Value switch
    {
        true => "yes",
        false => "no",
        string[] words => string.Join(", ", words),
        int[] numbers => string.Join(", ", numbers),
        Enum word => JsonNamingPolicy.CamelCase.ConvertName(word.ToString()),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => Value.ToString() ?? "",
    };
}
