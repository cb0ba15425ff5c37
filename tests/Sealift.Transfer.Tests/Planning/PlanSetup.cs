using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Tests.Planning;

/// <summary>Plans between stores, as lists of lines such as "Copy a/b Missing".</summary>
internal static class PlanSetup
{
    public static TransferSide Side(IFileStore store, string name, StoreTraits? traits = null) => TransferSide.Of(store, FtpPath.Home, name, traits);

    public static TransferPlan Plan(IFileStore source, IFileStore target, TransferPlanOptions? options = null, StoreTraits? traits = null) =>
        new(Side(source, "source"), Side(target, "target", traits), options);

    public static async Task<IReadOnlyList<TransferStep>> StepsAsync(TransferPlan plan)
    {
        var steps = new List<TransferStep>();
        await foreach (var step in plan.StepsAsync(TestContext.Current.CancellationToken)) steps.Add(step);
        return steps;
    }

    public static Task<IReadOnlyList<TransferStep>> StepsAsync(IFileStore source, IFileStore target, TransferPlanOptions? options = null) =>
        StepsAsync(Plan(source, target, options));

    public static async Task<IReadOnlyList<string>> LinesAsync(IFileStore source, IFileStore target, TransferPlanOptions? options = null) =>
        Lines(await StepsAsync(source, target, options));

    /// <summary>The steps in the order of their paths.</summary>
    public static IReadOnlyList<string> Lines(IEnumerable<TransferStep> steps) =>
        [.. steps.OrderBy(step => step.Path).ThenBy(step => step.Reason).Select(step => $"{step.Action} {step.Path} {step.Reason}")];
}
