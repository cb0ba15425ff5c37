namespace Sealift.Doctor.Tests.Scripted;

/// <summary>Something that no server at hand does wrong, and a scripted one does.</summary>
/// <param name="Wrong">What it does, as a row of the table.</param>
/// <param name="Check">The check that finds it.</param>
/// <param name="Title">The title of the fault.</param>
/// <param name="Odd">Answers a command in the wrong way, and says so; false where it is answered as usual.</param>
internal sealed record ScriptedFault(string Wrong, string Check, string Title, Func<ScriptedCall, Task<bool>>? Odd = null)
{
    /// <summary>The host that is examined. Default the address.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>What FEAT lists besides, or not with a minus before it.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    public string Greeting { get; init; } = "220 Scripted.";

    public bool SecuresAfterGreeting { get; init; }

    /// <summary>How long the server lets each greeting be waited for, by a clock of its own; null for not at all.</summary>
    public TimeSpan? GreetsAfter { get; init; }

    /// <summary>How long it thinks about a command, by a clock of its own; null for not at all.</summary>
    public (string Verb, TimeSpan Time)? ThinksAbout { get; init; }

    /// <summary>The longest wait for a connection; null as usual.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Makes what the fault keeps count of, anew for each examination.</summary>
    public Func<Func<ScriptedCall, Task<bool>>>? Make { get; init; }
}
