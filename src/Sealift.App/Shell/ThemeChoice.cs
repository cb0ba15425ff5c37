namespace Sealift.App.Shell;

/// <summary>Light, dark, or as the system is.</summary>
public enum ThemeChoice
{
    System,
    Light,
    Dark,
}
