using Sealift.Transfer.Running;

namespace Sealift.App.Queue;

/// <summary>What shows that a file is complete, in words for people.</summary>
internal static class EvidenceText
{
    /// <summary>The level in one or two words.</summary>
    public static string Level(TransferEvidence evidence) => evidence switch
    {
        TransferEvidence.None => "",
        _ when evidence.HasFlag(TransferEvidence.HashCompared) => "checksum proven",
        _ when evidence.HasFlag(TransferEvidence.SizeCompared) => "size proven",
        _ when evidence.HasFlag(TransferEvidence.Confirmed) => "confirmed",
        _ => "sent",
    };

    /// <summary>All that was shown, as a sentence.</summary>
    public static string Sentence(TransferEvidence evidence)
    {
        List<string> words = [];
        if (evidence.HasFlag(TransferEvidence.EndProven)) words.Add("the end of the data was proven");
        if (evidence.HasFlag(TransferEvidence.Confirmed)) words.Add("the target confirmed it");
        if (evidence.HasFlag(TransferEvidence.SizeCompared)) words.Add("the sizes agree");
        if (evidence.HasFlag(TransferEvidence.HashCompared)) words.Add("the checksums agree");
        if (evidence.HasFlag(TransferEvidence.SourceUnchanged)) words.Add("the source did not change meanwhile");
        if (evidence.HasFlag(TransferEvidence.FoundAfterLostReply)) words.Add("the confirmation was lost, and the target was looked at");
        return words.Count == 0 ? "" : string.Join("; ", words);
    }
}
