namespace Sealift.Client;

/// <summary>The profile of a session and what it was chosen by.</summary>
/// <param name="Profile">The profile in force.</param>
/// <param name="Evidence">Why this one, in words. It may quote the server: escape it before it goes to a terminal.</param>
public sealed record ServerProfileChoice(ServerProfile Profile, string Evidence);
