using Sealift.Tls;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>One command that is answered in another way than the server would.</summary>
/// <param name="Operation">What is done.</param>
/// <param name="Verb">The command; empty for the greeting.</param>
/// <param name="Reply">The answer.</param>
/// <param name="IsDone">Whether the server did it all the same.</param>
/// <param name="Retries">Whether the engine may try again within the run.</param>
internal sealed record RefusalCase(SweepOperation Operation, string Verb, string Reply, bool IsDone, bool Retries)
{
    /// <summary>Whose TLS both ends speak.</summary>
    public TlsBackend Backend { get; init; } = Backends.Chosen;

    /// <summary>Whether it is a command of the first login: a server that never let anybody in is no server that is gone.</summary>
    public bool IsOfLogin { get; init; }

    public override string ToString() =>
        $"{Operation} {Backend}: {(Verb.Length == 0 ? "the greeting" : Verb)} answered {Reply}{(IsDone ? " though done" : "")}{(Retries ? " with retries" : "")}";
}
