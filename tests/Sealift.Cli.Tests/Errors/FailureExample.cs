using Sealift.Cli.Output;

namespace Sealift.Cli.Tests.Errors;

/// <summary>One failure that the suite can report.</summary>
/// <param name="Name">The type and the value that make it.</param>
/// <param name="Exception">It.</param>
/// <param name="Code">The code that it carries.</param>
internal sealed record FailureExample(string Name, Exception Exception, string Code)
{
    /// <summary>What the command tells about it.</summary>
    public Failure Told => FailureReport.Describe(Exception);
}
