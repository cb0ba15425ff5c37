namespace Sealift.Client.Profiles;

/// <summary>
/// One way to recognise a family; all that is said must hold. Patterns are for whole lines in any case; * stands for anything,
/// ? for one character.
/// </summary>
internal sealed record RecognitionMark
{
    /// <summary>A line of the greeting, without its code.</summary>
    public string? Greeting { get; init; }

    /// <summary>Lines of the reply to FEAT, each of which is there.</summary>
    public string[]? Features { get; init; }

    /// <summary>Lines of the reply to FEAT, none of which is there.</summary>
    public string[]? Without { get; init; }

    /// <summary>The reply to SYST, without its code.</summary>
    public string? System { get; init; }
}
