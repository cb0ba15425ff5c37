namespace Sealift.TestKit.Conversations;

/// <summary>What really happened while one side of a conversation was played.</summary>
/// <param name="Heard">The conversation as it was, in the form of a file, with what the other side really said.</param>
/// <param name="Wire">Every byte that the other side sent on the control connection, as it came: TLS as TLS.</param>
/// <param name="Failure">Where the other side did something else, what; null where all went as it is written.</param>
public sealed record ConversationRecord(string Heard, IReadOnlyList<byte> Wire, ScriptMismatchException? Failure);
