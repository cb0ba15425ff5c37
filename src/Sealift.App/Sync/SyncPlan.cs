using Sealift.Transfer.Planning;

namespace Sealift.App.Sync;

/// <summary>A plan that is complete, as it is shown.</summary>
/// <param name="Tree">Its steps.</param>
/// <param name="Summary">What it comes to.</param>
/// <param name="LargeDeletion">What would be deleted, where that is more than goes without a question; else null.</param>
/// <param name="Limit">How much goes without one, in words.</param>
internal sealed record SyncPlan(PlanTree Tree, TransferPlanSummary Summary, DeletionCount? LargeDeletion, string Limit);
