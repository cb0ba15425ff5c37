namespace Sealift.Cli.Output;

/// <summary>A command ends here: with this exit code, these words and, where there is one, this way out.</summary>
internal sealed class CommandException(ExitCode exitCode, string message, string? hint = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    public ExitCode ExitCode { get; } = exitCode;

    public string? Hint { get; } = hint;

    /// <summary>The failure in the catalogue of errors; by default the one that the exit code stands for.</summary>
    public string? Code { get; init; } = FailureCode.Of(exitCode);

    /// <summary>The command line itself is wrong.</summary>
    public static CommandException Usage(string message, string? hint = null, string code = FailureCode.Usage) =>
        new(ExitCode.Usage, message, hint) { Code = code };

    /// <summary>Something on this machine's disk is in the way.</summary>
    public static CommandException Local(
        string message, string? hint = null, Exception? innerException = null, string code = FailureCode.LocalDisk) =>
        new(ExitCode.LocalDisk, message, hint, innerException) { Code = code };

    /// <summary>The server has no such thing, or refuses to do it.</summary>
    public static CommandException Refused(string message, string? hint = null, string code = FailureCode.Refused) =>
        new(ExitCode.Refused, message, hint) { Code = code };
}
