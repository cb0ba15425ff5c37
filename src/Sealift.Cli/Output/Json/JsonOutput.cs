using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sealift.Cli.Output.Json;

/// <summary>Writes one JSON object a line.</summary>
internal static class JsonOutput
{
    public static void WriteJson<T>(this Terminal terminal, T record, JsonTypeInfo<T> type) =>
        terminal.Out.WriteLine(JsonSerializer.Serialize(record, type));
}
