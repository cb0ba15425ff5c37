namespace Sealift.Cli.Serving.Hooks;

/// <summary>How an attempt ended.</summary>
/// <param name="Failure">Why it failed; null where it did not.</param>
/// <param name="Output">What a command wrote, in bounds.</param>
/// <param name="IsFinal">Whether another attempt would end the same way.</param>
internal sealed record HookAttempt(string? Failure, string Output = "", bool IsFinal = false);
