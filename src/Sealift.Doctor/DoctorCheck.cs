using Sealift.Core;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor;

/// <summary>
/// One thing that is looked at, independently of all others. The numbers of checks begin at 51 in each area; those below are failures
/// of commands.
/// </summary>
public abstract class DoctorCheck
{
    private protected DoctorCheck(string id, string title, string does, string matters)
    {
        Id = id;
        Title = title;
        Does = does;
        Matters = matters;
    }

    /// <summary>All checks, in the order in which they are made.</summary>
    public static IReadOnlyList<DoctorCheck> All => CheckCatalog.All;

    /// <summary>The area and a number: <c>SL-TLS-54</c>.</summary>
    public string Id { get; }

    /// <summary>What is looked at, in a few words.</summary>
    public string Title { get; }

    /// <summary>How it is looked at.</summary>
    public string Does { get; }

    /// <summary>Why it matters.</summary>
    public string Matters { get; }

    /// <summary>What it needs besides a server. Default: nothing.</summary>
    public virtual CheckNeeds Needs => CheckNeeds.Nothing;

    /// <summary>Everything that it can find wrong.</summary>
    public abstract IReadOnlyList<Fault> Faults { get; }

    /// <summary>The check with this id, in any case; null if there is none.</summary>
    /// <param name="id">The id.</param>
    public static DoctorCheck? Find(string id) => All.FirstOrDefault(check => check.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The id and the title.</summary>
    public override string ToString() => $"{Id} {Title}";

    /// <summary>Looks. Whatever it throws becomes a finding that cannot tell; facts it asks for may have failed before it.</summary>
    /// <param name="examination">The server, what is known of it already, and the ways to it.</param>
    /// <param name="cancellationToken">Ends the check: its time is over, or the user has gone.</param>
    internal abstract Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken);

    /// <summary>All is well.</summary>
    private protected Finding Good(string summary, params IReadOnlyList<string> evidence) => Make(Verdict.Good, summary, evidence, null);

    /// <summary>Something is not, or not as good as it could be.</summary>
    private protected Finding Found(Fault fault, string summary, params IReadOnlyList<string> evidence) => Make(fault.Verdict, summary, evidence, fault);

    /// <summary>It cannot be told.</summary>
    private protected Finding CannotTell(string summary, params IReadOnlyList<string> evidence) => Make(Verdict.CannotTell, summary, evidence, null);

    internal Finding LeftOut(string summary) => Make(Verdict.CannotTell, summary, [], null) with { IsLeftOut = true };

    internal Finding Failed(string summary) => CannotTell(summary);

    private Finding Make(Verdict verdict, string summary, IReadOnlyList<string> evidence, Fault? fault) => new()
    {
        Check = this,
        Verdict = verdict,
        Summary = TerminalText.Escape(summary),
        Evidence = [.. evidence.Select(TerminalText.Escape)],
        Fault = fault,
        Meanwhile = fault?.Meanwhile,
    };
}
