using MudBlazor;

namespace Sealift.App.Shell;

/// <summary>The colours and letters of the app, light and dark. Contrast is at least that of WCAG AA.</summary>
internal static class AppTheme
{
    private static readonly string[] Letters = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b5cad",
            Secondary = "#00695c",
            AppbarBackground = "#0b3a66",
            Background = "#f6f8fa",
            Surface = "#ffffff",
            TextPrimary = "#16202b",
            TextSecondary = "#44525f",
            Success = "#1b6e3a",
            Warning = "#8a5300",
            Error = "#b3261e",
            Info = "#0b5cad",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#79b8ff",
            Secondary = "#5fd0c0",
            AppbarBackground = "#10202f",
            Background = "#11181f",
            Surface = "#18222c",
            TextPrimary = "#e6edf3",
            TextSecondary = "#a9b6c2",
            Success = "#67c98b",
            Warning = "#f0b354",
            Error = "#ff8a80",
            Info = "#79b8ff",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Letters, FontSize = "0.875rem" },
            Button = new ButtonTypography { TextTransform = "none" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
    };
}
