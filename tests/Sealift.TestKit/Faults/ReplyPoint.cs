namespace Sealift.TestKit.Faults;

/// <summary>A command that passes a <see cref="ReplyProxy"/>.</summary>
/// <param name="Verb">The verb in capitals; empty for the connection itself, whose reply is the greeting.</param>
/// <param name="Argument">What follows it; empty for nothing.</param>
/// <param name="Session">The control connection, from 1 on.</param>
/// <param name="Count">How often this verb came so far on all of them, from 1 on.</param>
public sealed record ReplyPoint(string Verb, string Argument, int Session, int Count);
