namespace Sealift.Cli.Output;

/// <summary>A command ends here: with this exit code, these words and, where there is one, this way out.</summary>
internal sealed class CommandException(ExitCode exitCode, string message, string? hint = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    public ExitCode ExitCode { get; } = exitCode;

    public string? Hint { get; } = hint;

    /// <summary>The command line itself is wrong.</summary>
    public static CommandException Usage(string message, string? hint = null) => new(ExitCode.Usage, message, hint);

    /// <summary>Something on this machine's disk is in the way.</summary>
    public static CommandException Local(string message, string? hint = null, Exception? innerException = null) =>
        new(ExitCode.LocalDisk, message, hint, innerException);

    /// <summary>The server has no such thing, or refuses to do it.</summary>
    public static CommandException Refused(string message, string? hint = null) => new(ExitCode.Refused, message, hint);
}
