namespace Sealift.Core.Wire;

/// <summary>What <see cref="CommandReader.TryRead"/> found.</summary>
public enum CommandReadStatus
{
    /// <summary>No whole line yet.</summary>
    NeedMore,

    /// <summary>A command.</summary>
    Command,

    /// <summary>A line over the limit; it was thrown away up to its end. Answer 500 and count it.</summary>
    TooLong,

    /// <summary>A line with control bytes, bad UTF-8 or without a proper verb. Answer 500 or 501 and count it.</summary>
    Malformed,
}
