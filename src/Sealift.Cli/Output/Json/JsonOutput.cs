using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sealift.Cli.Output.Json;

/// <summary>Writes one JSON object a line.</summary>
internal static class JsonOutput
{
    /// <summary>A failure goes to stderr: whoever reads entries or results from stdout never takes it for one of them.</summary>
    public static void WriteJsonFailure(this Terminal terminal, Failure failure)
    {
        var record = new FailureRecord
        {
            Error = failure.Message,
            Code = failure.Code,
            ExitCode = (int)failure.ExitCode,
            Hint = failure.Hint,
        };
        terminal.Error.WriteLine(JsonSerializer.Serialize(record, JsonLines.Default.FailureRecord));
    }

    public static void WriteJson<T>(this Terminal terminal, T record, JsonTypeInfo<T> type) =>
        terminal.Out.WriteLine(JsonSerializer.Serialize(record, type));
}
