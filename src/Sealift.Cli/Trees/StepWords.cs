using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Cli.Trees;

/// <summary>The words for steps, in text and in JSON. They are a contract, documented in docs/cli.md.</summary>
internal static class StepWords
{
    public static string Of(StepAction action) => action switch
    {
        StepAction.CreateDirectory => "mkdir",
        StepAction.Copy => "copy",
        StepAction.Replace => "replace",
        StepAction.SetTime => "time",
        StepAction.Link => "link",
        StepAction.Keep => "keep",
        StepAction.Skip => "skip",
        StepAction.Refuse => "refuse",
        StepAction.Delete => "delete",
        _ => "rmdir",
    };

    public static string Of(StepReason reason) => reason switch
    {
        StepReason.Missing => "missing",
        StepReason.SizeDiffers => "size_differs",
        StepReason.SourceNewer => "source_newer",
        StepReason.TimeDiffers => "time_differs",
        StepReason.HashDiffers => "hash_differs",
        StepReason.KindDiffers => "kind_differs",
        StepReason.Forced => "forced",
        StepReason.SameSizeAndTime => "same_size_and_time",
        StepReason.SameSize => "same_size",
        StepReason.SameHash => "same_hash",
        StepReason.TargetNewer => "target_newer",
        StepReason.Existing => "existing",
        StepReason.Filtered => "filtered",
        StepReason.LinkLeftOut => "link_left_out",
        StepReason.NotAFile => "not_a_file",
        StepReason.Leftover => "leftover",
        StepReason.NameCollision => "name_collision",
        StepReason.NameNotPossible => "name_not_possible",
        StepReason.NotInSource => "not_in_source",
        StepReason.NameNotSafe => "name_not_safe",
        StepReason.NotListed => "not_listed",
        StepReason.LinkLeadsOut => "link_leads_out",
        StepReason.LinkBroken => "link_broken",
        StepReason.LinkDiffers => "link_differs",
        StepReason.TooDeep => "too_deep",
        StepReason.ListingIncomplete => "listing_incomplete",
        _ => "too_many_deletions",
    };

    public static string Of(FailureClass failure) => failure switch
    {
        FailureClass.Transient => "transient",
        FailureClass.SourceChanged => "source_changed",
        FailureClass.NotProven => "not_proven",
        FailureClass.SourceMissing => "source_missing",
        FailureClass.SourceRefused => "source_refused",
        FailureClass.TargetRefused => "target_refused",
        FailureClass.TargetFull => "target_full",
        FailureClass.TargetUnusable => "target_unusable",
        FailureClass.LoginRefused => "login_refused",
        FailureClass.NotSecure => "not_secure",
        FailureClass.Dependent => "dependent",
        FailureClass.Planned => "planned",
        _ => "unexpected",
    };

    /// <summary>The word for what could make the next run faster; null for nothing.</summary>
    public static string? Of(TransferAdvice? advice) => advice switch
    {
        TransferAdvice.Tls12ForSmallFiles => "tls12_for_small_files",
        _ => null,
    };

    /// <summary>The names of what shows that a file is complete.</summary>
    public static IReadOnlyList<string> Of(TransferEvidence evidence)
    {
        List<string> words = [];
        if (evidence.HasFlag(TransferEvidence.Confirmed)) words.Add("confirmed");
        if (evidence.HasFlag(TransferEvidence.EndProven)) words.Add("end");
        if (evidence.HasFlag(TransferEvidence.SizeCompared)) words.Add("size");
        if (evidence.HasFlag(TransferEvidence.HashCompared)) words.Add("hash");
        if (evidence.HasFlag(TransferEvidence.SourceUnchanged)) words.Add("source_unchanged");
        if (evidence.HasFlag(TransferEvidence.FoundAfterLostReply)) words.Add("found_after_lost_reply");
        return words;
    }
}
