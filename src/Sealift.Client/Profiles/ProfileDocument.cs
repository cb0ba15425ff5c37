namespace Sealift.Client.Profiles;

/// <summary>A profile as its file says it.</summary>
internal sealed record ProfileDocument
{
    /// <summary>The short name; the file is called the same.</summary>
    public required string Id { get; init; }

    /// <summary>The family's name.</summary>
    public required string Name { get; init; }

    /// <summary>How the family is recognised, each by itself enough.</summary>
    public required RecognitionMark[] Marks { get; init; }

    /// <summary>What is different.</summary>
    public required ProfileRules Rules { get; init; }
}
