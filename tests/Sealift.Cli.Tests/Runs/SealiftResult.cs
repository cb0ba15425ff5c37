using System.Text.Json;

namespace Sealift.Cli.Tests.Runs;

/// <summary>What a run of the command left.</summary>
internal sealed record SealiftResult(int ExitCode, byte[] OutputBytes, string Error)
{
    public string Output => System.Text.Encoding.UTF8.GetString(OutputBytes);

    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Every line of stdout as a JSON object.</summary>
    public IReadOnlyList<JsonElement> Json => [.. Lines.Select(line => JsonDocument.Parse(line).RootElement)];
}
