namespace Sealift.Proof.Tests.Sweeps;

/// <summary>One command that is answered in another way than the server would.</summary>
/// <param name="Operation">What is done.</param>
/// <param name="Verb">The command; empty for the greeting.</param>
/// <param name="Reply">The answer.</param>
/// <param name="IsDone">Whether the server did it all the same.</param>
/// <param name="Retries">Whether the engine may try again within the run.</param>
internal sealed record RefusalCase(SweepOperation Operation, string Verb, string Reply, bool IsDone, bool Retries)
{
    public override string ToString() =>
        $"{Operation}: {(Verb.Length == 0 ? "the greeting" : Verb)} answered {Reply}{(IsDone ? " though done" : "")}{(Retries ? " with retries" : "")}";
}
