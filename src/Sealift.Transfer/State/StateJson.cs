using System.Text.Json.Serialization;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Queues;

namespace Sealift.Transfer.State;

/// <summary>How records of the state file are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(LockOwner))]
[JsonSerializable(typeof(FileFacts))]
[JsonSerializable(typeof(PairFacts))]
[JsonSerializable(typeof(TransferJob))]
[JsonSerializable(typeof(JobRun))]
internal sealed partial class StateJson : JsonSerializerContext;
