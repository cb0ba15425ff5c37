using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Sealift.Transfer.Planning;

namespace Sealift.App.Sync;

public sealed partial class PlanTreeView
{
    private static readonly (string Name, StepAction[] Actions)[] Kinds =
    [
        ("copy", [StepAction.Copy]),
        ("replace", [StepAction.Replace]),
        ("delete", [StepAction.Delete, StepAction.DeleteDirectory]),
        ("make directory", [StepAction.CreateDirectory]),
        ("not possible", [StepAction.Refuse]),
        ("left out", [StepAction.Skip]),
        ("link or time", [StepAction.Link, StepAction.SetTime]),
    ];

    private readonly HashSet<string> _off = [];
    private List<PlanNode> _rows = [];
    private SyncPlan? _shown;

    /// <summary>The dialog's plan, which is internal and so comes as what it is.</summary>
    [Parameter, EditorRequired]
    public object Source { get; set; } = default!;

    private SyncPlan Plan => (SyncPlan)Source;

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_shown, Plan)) return;
        _shown = Plan;
        Fill();
    }

    private static string WordOf(PlanNode node) => node.Action switch
    {
        StepAction.CreateDirectory => "make",
        StepAction.Copy => "copy",
        StepAction.Replace => "replace",
        StepAction.SetTime => "time",
        StepAction.Link => "link",
        StepAction.Skip => "leave out",
        StepAction.Refuse => "not possible",
        StepAction.Delete or StepAction.DeleteDirectory => "delete",
        _ => "",
    };

    private static string ClassOf(PlanNode node) => node.Action switch
    {
        StepAction.Delete or StepAction.DeleteDirectory => "delete",
        StepAction.Refuse => "refuse",
        StepAction.Skip => "skip",
        StepAction.Replace => "replace",
        StepAction.Copy or StepAction.CreateDirectory => "copy",
        _ => "",
    };

    private long Count(StepAction[] actions) => actions.Sum(action => action switch
    {
        StepAction.Copy => Plan.Summary.Copies,
        StepAction.Replace => Plan.Summary.Replacements,
        StepAction.Delete => Plan.Summary.Deletions,
        StepAction.CreateDirectory => Plan.Summary.CreateDirectories,
        StepAction.Refuse => Plan.Summary.Refused,
        StepAction.Skip => Plan.Summary.Skipped,
        StepAction.Link => Plan.Summary.Links,
        StepAction.SetTime => Plan.Summary.SetTimes,
        _ => 0,
    });

    private void Toggle(string name)
    {
        if (!_off.Remove(name)) _off.Add(name);
        Fill();
    }

    private void Open(PlanNode node)
    {
        if (node.Children.Count == 0) return;
        node.IsOpen = !node.IsOpen;
        Fill();
    }

    private void OpenAll(bool isOpen)
    {
        Plan.Tree.OpenAll(isOpen);
        Fill();
    }

    private void OnKey(KeyboardEventArgs key, PlanNode node)
    {
        if (key.Key is "Enter" or " " || (key.Key == "ArrowRight" && !node.IsOpen) || (key.Key == "ArrowLeft" && node.IsOpen)) Open(node);
    }

    private void Fill()
    {
        var off = Kinds.Where(kind => _off.Contains(kind.Name)).SelectMany(kind => kind.Actions).ToHashSet();
        _rows = Plan.Tree.Rows(off.Count == 0 ? null : action => !off.Contains(action));
    }
}
