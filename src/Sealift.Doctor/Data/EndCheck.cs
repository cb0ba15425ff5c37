using Sealift.Doctor.Examining;
using Sealift.Tls;

namespace Sealift.Doctor.Data;

/// <summary>Whether the server announces the end of what it sends.</summary>
internal sealed class EndCheck() : DoctorCheck(
    "SL-DATA-61",
    "End of data announced (close_notify)",
    "Reads a listing to its end and looks whether TLS announced the end.",
    "Without close_notify nobody can tell a whole file from one that was cut on the way: anybody between can end it early.")
{
    private static readonly Fault Missing = new()
    {
        Title = "The end of data is not announced",
        Meaning = "The server closes data connections without close_notify. Careful clients refuse what they got, others may take half a file for a whole one.",
        Remedies = DataRemedies.CloseProperly,
        Meanwhile = "Nothing can be set: Sealift does not take such a transfer for a whole one. --verify with a checksum shows whether a file is.",
    };

    public override CheckNeeds Needs => CheckNeeds.Login;

    public override IReadOnlyList<Fault> Faults => [Missing];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var probe = await DataProbe.OpenAsync(examination, null, cancellationToken).ConfigureAwait(false);
        await using var closing = probe.ConfigureAwait(false);
        var outcome = await probe.ListAsync(probe.Session, cancellationToken).ConfigureAwait(false);
        string[] evidence = [$"listing: {outcome}", $"close_notify from the server: {(outcome.Tls is { CloseNotifyReceived: true } ? "yes" : "no")}"];
        if (outcome.Tls is { CloseNotifyReceived: true }) return Good("The server announces the end.", evidence);
        return outcome.Failure is TlsException { Failure: TlsFailure.Truncated }
            ? Found(Missing, "The listing ends without close_notify.", evidence)
            : CannotTell($"A listing fails in any case: {outcome.Words}", evidence);
    }
}
