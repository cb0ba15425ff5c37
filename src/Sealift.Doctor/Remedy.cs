namespace Sealift.Doctor;

/// <summary>The setting that changes something, with one family of servers.</summary>
/// <param name="Family">The family: the id of a <see cref="Client.ServerProfile"/>, or <c>sealift</c>. See <see cref="ServerFamily"/>.</param>
/// <param name="Text">What to set, and where. More than one line where the setting has them.</param>
public sealed record Remedy(string Family, string Text);
