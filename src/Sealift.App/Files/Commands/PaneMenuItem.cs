namespace Sealift.App.Files.Commands;

/// <summary>A line of the menu.</summary>
/// <param name="Command">What it does.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Keys">The keys that do the same.</param>
/// <param name="IsEnabled">Whether it is possible now.</param>
/// <param name="BeginsGroup">Whether a line is drawn before it.</param>
public sealed record PaneMenuItem(PaneCommand Command, string Title, string Keys, bool IsEnabled = true, bool BeginsGroup = false);
