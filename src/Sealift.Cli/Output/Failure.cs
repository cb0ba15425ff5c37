namespace Sealift.Cli.Output;

/// <summary>A failure as the user sees it.</summary>
/// <param name="ExitCode">The command's exit code.</param>
/// <param name="Message">What happened.</param>
/// <param name="Hint">What to do about it, or <see langword="null"/>.</param>
/// <param name="Code">The failure in the catalogue of errors; <see langword="null"/> for what is none, such as the end by Ctrl-C.</param>
internal sealed record Failure(ExitCode ExitCode, string Message, string? Hint, string? Code)
{
    /// <summary>Whether it is about the connection to a server, which "sealift doctor" can examine.</summary>
    public bool IsAboutConnection { get; init; }
}
