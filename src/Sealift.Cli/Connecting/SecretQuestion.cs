namespace Sealift.Cli.Connecting;

/// <summary>A question for a secret.</summary>
/// <param name="Text">The question as a terminal shows it, such as "Password of anna on ftp.example.org: ".</param>
/// <param name="Purpose">What the secret is for.</param>
internal sealed record SecretQuestion(string Text, SecretPurpose Purpose = SecretPurpose.Password)
{
    /// <summary>Why it is asked again: what was wrong with the last answer; null the first time. A terminal has shown it.</summary>
    public string? Problem { get; init; }

    /// <summary>What else is to be known, such as the server's own words; null for nothing. A terminal has shown it.</summary>
    public string? Remark { get; init; }

    /// <summary>The file that the secret opens; null where it opens none.</summary>
    public string? File { get; init; }
}
