using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit.Faults;
using Sealift.Transfer.Running;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>
/// The oracle of the sweeps. I1: a name holds a whole content, the old or the new one. I2: what is called done is there, and nothing is deleted before
/// everything else is done. I3: a source is left alone, and with a move goes only when the target has all of it. I4: a second run converges. I5: what is
/// left over has our suffix, and after a second run nothing is. I6: nothing is gone on with that belongs to another version of the source. I7: a failure
/// has one typed cause, and whether it is worth another try is told rightly.
/// </summary>
internal sealed class Invariants(SweepWorld world)
{
    private const string BackupSuffix = ".sealift-old";

    private readonly List<Violation> _violations = [];

    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>After the run in which the wire broke.</summary>
    public async Task CheckFaultedAsync(SweepOutcome outcome, WireFaultKind? fault)
    {
        CheckCause(outcome, fault);
        await CheckFilesAsync(outcome);
    }

    /// <summary>After the run in which a command was refused.</summary>
    public async Task CheckRefusedAsync(SweepOutcome outcome, RefusalCase refusal)
    {
        CheckRefusal(outcome, refusal);
        await CheckFilesAsync(outcome);
    }

    private async Task CheckFilesAsync(SweepOutcome outcome)
    {
        var (source, target) = (await SweepWorld.FilesAsync(world.Direction.Source), await SweepWorld.FilesAsync(world.Direction.Target));
        CheckWatched();
        foreach (var (name, hash) in target)
        {
            if (IsOurs(name)) continue;
            if (hash != world.TargetBefore.GetValueOrDefault(name) && hash != world.SourceBefore.GetValueOrDefault(name))
                Add("I1", $"{name} holds neither the old nor the new content");
        }

        foreach (var name in world.TargetBefore.Keys)
        {
            if (!target.ContainsKey(name) && name != SweepWorld.Surplus) Add("I1", $"{name} is gone from the target");
        }

        foreach (var done in outcome.Done)
        {
            var name = done.Step.Path.ToString();
            if (target.GetValueOrDefault(name) != world.SourceBefore[name]) Add("I2", $"{name} was called done and is not there");
        }

        if (outcome.IsSuccess) CheckSame(target, "I2");
        if (outcome is { IsSuccess: true, Listed: { } listed } && !listed.Order(StringComparer.Ordinal).SequenceEqual(world.SourceBefore.Keys, StringComparer.Ordinal))
            Add("I2", $"a listing of {listed.Count} names was called whole");
        if (world.TargetBefore.ContainsKey(SweepWorld.Surplus) && !target.ContainsKey(SweepWorld.Surplus)
            && world.SourceBefore.Any(file => target.GetValueOrDefault(file.Key) != file.Value))
        {
            Add("I2", "something was deleted before everything else was done");
        }

        CheckSource(source, target);
        foreach (var name in target.Keys.Concat(source.Keys))
        {
            if (!world.TargetBefore.ContainsKey(name) && !world.SourceBefore.ContainsKey(name) && !IsOurs(name)) Add("I5", $"{name} is left over");
        }
    }

    /// <summary>After the second run, in which nothing goes wrong.</summary>
    public async Task CheckRepeatedAsync(SweepOutcome outcome)
    {
        CheckWatched();
        var (source, target) = (await SweepWorld.FilesAsync(world.Direction.Source), await SweepWorld.FilesAsync(world.Direction.Target));

        // What was moved by the first run is not there for the second one to find.
        var isMoved = world.Case.Operation == SweepOperation.Move && !source.ContainsKey(SweepWorld.File);
        if (!outcome.IsSuccess && !isMoved)
        {
            Add("I4", "the second run failed: " + outcome);
            return;
        }

        if (world.Case.SourceChangesMeanwhile && world.Case.Operation != SweepOperation.Move)
        {
            if (target.GetValueOrDefault(SweepWorld.File) != source[SweepWorld.File]) Add("I6", "the second run left something else than the source has");
        }
        else
        {
            CheckSame(target, "I4");
        }

        if (outcome.Listed is { } listed && !listed.Order(StringComparer.Ordinal).SequenceEqual(world.SourceBefore.Keys, StringComparer.Ordinal))
            Add("I4", "the second listing is not whole");
        if (outcome.Done.Select(static done => done.Step.Path).Distinct().Count() != outcome.Done.Count) Add("I4", "a file was done twice");
        foreach (var name in target.Keys.Concat(source.Keys))
        {
            if (IsOurs(name)) Add("I5", $"{name} is left over after the second run");
        }
    }

    public void Add(string invariant, string what) => _violations.Add(new Violation(invariant, what));

    private static bool IsOurs(string name) =>
        name.EndsWith(LocalFileStore.PartSuffix, StringComparison.Ordinal) || name.EndsWith(BackupSuffix, StringComparison.Ordinal);

    private void CheckWatched()
    {
        while (world.WatchedLocal.Violations.TryDequeue(out var what) || world.WatchedRemote.Violations.TryDequeue(out what)) Add("I1", what);
    }

    private void CheckSame(SortedDictionary<string, string> target, string invariant)
    {
        if (world.Case.Operation is SweepOperation.Login or SweepOperation.List) return;
        foreach (var (name, hash) in world.SourceBefore)
        {
            if (target.GetValueOrDefault(name) != hash) Add(invariant, $"{name} is not in the target");
        }

        if (target.ContainsKey(SweepWorld.Surplus)) Add(invariant, $"{SweepWorld.Surplus} is still there");
    }

    private void CheckSource(SortedDictionary<string, string> source, SortedDictionary<string, string> target)
    {
        foreach (var (name, hash) in world.SourceBefore)
        {
            if (source.GetValueOrDefault(name) == hash) continue;
            if (world.Case.Operation != SweepOperation.Move || source.ContainsKey(name)) Add("I3", $"{name} of the source is not what it was");
            else if (target.GetValueOrDefault(name) != hash) Add("I3", $"{name} was deleted from the source before the target had it");
        }
    }

    private void CheckCause(SweepOutcome outcome, WireFaultKind? fault)
    {
        if (outcome.IsSuccess) return;
        if (fault is null or WireFaultKind.Delay or WireFaultKind.Shrink) Add("I7", "it failed although nothing was lost: " + outcome);
        if (outcome.Error is { } error)
        {
            if (error is not FtpException typed) Add("I7", "the cause has no type: " + error);
            else if (!typed.IsTransient && IsOfTheNetwork(fault)) Add("I7", "worth another try, and not told so: " + error);
        }

        foreach (var failure in (outcome.Summary?.Failures ?? []).Append(outcome.Summary?.PlanFailure).OfType<TransferFailure>())
        {
            if (failure.Class == FailureClass.Unexpected) Add("I7", "the cause has no type: " + failure);
            else if (failure.Class is not (FailureClass.Transient or FailureClass.Dependent) && IsOfTheNetwork(fault)) Add("I7", "worth another try, and not told so: " + failure);
        }
    }

    // RFC 959 section 4.2.1: 4xx may succeed later, 5xx not without a change. 430 is a wrong password, 452 a full disk.
    private void CheckRefusal(SweepOutcome outcome, RefusalCase refusal)
    {
        if (outcome.IsSuccess) return;
        var isForNow = refusal.Reply[0] == '4' && refusal.Reply is not ("430" or "452")

            // RFC 3659 section 7.2.1 leaves the code for "no such path" open, and some servers say 450.
            && refusal is not { Verb: "MLST", Reply: "450" };
        if (outcome.Error is { } error)
        {
            if (error is not FtpException typed) Add("I7", "the cause has no type: " + error);
            else if (isForNow && !typed.IsTransient) Add("I7", "worth another try, and not told so: " + error);
        }

        foreach (var failure in (outcome.Summary?.Failures ?? []).Append(outcome.Summary?.PlanFailure).OfType<TransferFailure>())
        {
            if (failure.Class == FailureClass.Unexpected) Add("I7", "the cause has no type: " + failure);
            else if (isForNow && failure.Class is not (FailureClass.Transient or FailureClass.Dependent)) Add("I7", "worth another try, and not told so: " + failure);
        }

        if (isForNow && refusal.Retries && outcome.Summary is { IsComplete: false } summary && (summary.PlanFailure is null || !refusal.IsOfLogin)) Add("I7", "it was refused once, for now, and not tried again: " + outcome);
    }

    // A bit that was turned over may be anything, an attack too.
    private static bool IsOfTheNetwork(WireFaultKind? fault) => fault is not (null or WireFaultKind.FlipBit);
}
