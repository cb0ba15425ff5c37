namespace Sealift.App.Shell;

/// <summary>A key and what it does.</summary>
/// <param name="Keys">The key as it is written on it; several that mean the same are separated by " or ".</param>
/// <param name="Words">What it does.</param>
public sealed record Shortcut(string Keys, string Words);
