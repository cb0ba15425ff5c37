using System.Text.Json.Serialization;
using Sealift.Cli.Queues;

namespace Sealift.Cli.Output.Json;

/// <summary>
/// How records become lines: camelCase, every field always there, ASCII only (the default encoder escapes the rest), so that
/// no name can act on a terminal.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(EntryRecord))]
[JsonSerializable(typeof(TransferRecord))]
[JsonSerializable(typeof(CopyRecord))]
[JsonSerializable(typeof(ChangeRecord))]
[JsonSerializable(typeof(HashRecord))]
[JsonSerializable(typeof(KnownHostRecord))]
[JsonSerializable(typeof(ServerRecord))]
[JsonSerializable(typeof(SiteRecord))]
[JsonSerializable(typeof(ServedUserRecord))]
[JsonSerializable(typeof(MadeRecord))]
[JsonSerializable(typeof(ShownRecord))]
[JsonSerializable(typeof(ServerFactsRecord))]
[JsonSerializable(typeof(TreeRecord))]
[JsonSerializable(typeof(TreeSummaryRecord))]
[JsonSerializable(typeof(FailureRecord))]
[JsonSerializable(typeof(ExplanationRecord))]
[JsonSerializable(typeof(FindingRecord))]
[JsonSerializable(typeof(CheckRecord))]
[JsonSerializable(typeof(DoctorReportRecord))]
[JsonSerializable(typeof(JobRecord))]
[JsonSerializable(typeof(JobResultRecord))]
[JsonSerializable(typeof(JobRunRecord))]
[JsonSerializable(typeof(LeftoverRecord))]
[JsonSerializable(typeof(JobWords))]
internal sealed partial class JsonLines : JsonSerializerContext;
