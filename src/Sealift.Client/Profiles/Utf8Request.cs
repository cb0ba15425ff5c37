namespace Sealift.Client.Profiles;

/// <summary>When a session says OPTS UTF8 ON.</summary>
internal enum Utf8Request
{
    /// <summary>Where the server lists UTF8, or before it is known what it lists.</summary>
    WhereListed,

    /// <summary>In any case.</summary>
    Always,

    /// <summary>Not at all.</summary>
    Never,
}
