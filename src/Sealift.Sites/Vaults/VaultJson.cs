using System.Text.Json.Serialization;

namespace Sealift.Sites.Vaults;

/// <summary>How the content of a vault is written, before it is sealed: by site, then by kind.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Dictionary<string, Dictionary<string, StoredSecret>>))]
internal sealed partial class VaultJson : JsonSerializerContext;
