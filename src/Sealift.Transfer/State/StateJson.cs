using System.Text.Json.Serialization;
using Sealift.Transfer.Journals;

namespace Sealift.Transfer.State;

/// <summary>How records of the state file are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(LockOwner))]
[JsonSerializable(typeof(FileFacts))]
[JsonSerializable(typeof(PairFacts))]
internal sealed partial class StateJson : JsonSerializerContext;
