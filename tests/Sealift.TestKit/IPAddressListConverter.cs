using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sealift.TestKit;

internal sealed class IPAddressListConverter : JsonConverter<IReadOnlyList<IPAddress>>
{
    public override IReadOnlyList<IPAddress> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        [.. JsonSerializer.Deserialize<string[]>(ref reader, options)!.Select(IPAddress.Parse)];

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<IPAddress> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Select(address => address.ToString()), options);
}
