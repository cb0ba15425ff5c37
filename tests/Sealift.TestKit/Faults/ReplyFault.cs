namespace Sealift.TestKit.Faults;

/// <summary>Another reply than the server's. After a 421 the connection is closed, as RFC 959 section 5.4 says.</summary>
/// <param name="Reply">The lines, without the last line end.</param>
/// <param name="IsDone">Whether the server does what it is told all the same, and only its final reply is replaced; else it never hears of it.</param>
public sealed record ReplyFault(string Reply, bool IsDone = false);
