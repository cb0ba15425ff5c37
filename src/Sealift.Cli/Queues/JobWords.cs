using System.Text.Json;
using System.Text.Json.Serialization;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Queues;

namespace Sealift.Cli.Queues;

/// <summary>The options of a job: the words of the command line that belong to the transfer, as they were typed when it was added.</summary>
/// <param name="Arguments">The words, such as <c>--delete</c>. Files have full paths.</param>
internal sealed record JobWords(IReadOnlyList<string> Arguments)
{
    /// <summary>Whether a person is asked about each file that would be replaced. Default false; the app's panes set it, the command never does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Asks { get; init; }

    /// <summary>What the person decided for all such files; null while each is asked about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ConflictDecision? Decision { get; init; }

    /// <summary>What jobs have in common that were added at once, so that one decision counts for all; null for a job of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Batch { get; init; }

    /// <summary>As a job has them.</summary>
    public string Write() => JsonSerializer.Serialize(this, JsonLines.Default.JobWords);

    /// <summary>Those of a job.</summary>
    /// <exception cref="CommandException">Another program added it, with options of another kind.</exception>
    public static JobWords Of(TransferJob job)
    {
        try
        {
            if (JsonSerializer.Deserialize(job.Options, JsonLines.Default.JobWords) is { Arguments: not null } words) return words;
        }
        catch (JsonException)
        {
            // Told below.
        }

        return job.Options == "{}" ? new JobWords([]) : throw CommandException.Usage($"job {job.Id} has options that this command does not know.", "The program that added it runs it.");
    }
}
