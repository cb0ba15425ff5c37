using MudBlazor;

namespace Sealift.App.Shell;

/// <summary>The colours and letters of the app, light and dark. Contrast is at least that of WCAG AA, which tests compute from these.</summary>
internal static class AppTheme
{
    // What is written on a filled button: white on the deep colours of the light theme, ink on the bright ones of the dark theme.
    private const string White = "#ffffff";
    private const string Ink = "#0c1a28";

    private static readonly string[] Letters = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b5cad",
            PrimaryContrastText = White,
            Secondary = "#00695c",
            AppbarBackground = "#0b3a66",
            AppbarText = "#e6edf3",
            Background = "#f6f8fa",
            Surface = "#ffffff",
            TextPrimary = "#16202b",
            TextSecondary = "#44525f",
            ActionDefault = "#44525f",
            LinesDefault = "#d8dfe6",
            LinesInputs = "#76828e",
            TableLines = "#d8dfe6",
            Divider = "#d8dfe6",
            Success = "#17633a",
            Warning = "#7d4b00",
            Error = "#a8221b",
            Info = "#0b5cad",
            SecondaryContrastText = White,
            SuccessContrastText = White,
            WarningContrastText = White,
            ErrorContrastText = White,
            InfoContrastText = White,
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#79b8ff",
            PrimaryContrastText = Ink,
            Secondary = "#5fd0c0",
            AppbarBackground = "#10202f",
            AppbarText = "#e6edf3",
            Background = "#11181f",
            Surface = "#18222c",
            TextPrimary = "#e6edf3",
            TextSecondary = "#a9b6c2",
            ActionDefault = "#a9b6c2",
            LinesDefault = "#2c3a46",
            LinesInputs = "#718191",
            TableLines = "#2c3a46",
            Divider = "#2c3a46",
            Success = "#67c98b",
            Warning = "#f0b354",
            Error = "#ff9d94",
            Info = "#79b8ff",
            SecondaryContrastText = Ink,
            SuccessContrastText = Ink,
            WarningContrastText = Ink,
            ErrorContrastText = Ink,
            InfoContrastText = Ink,
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Letters, FontSize = "0.875rem", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Letters, FontSize = "0.875rem", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Letters, FontSize = "0.875rem", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Letters, FontSize = "0.8125rem", FontWeight = "500", TextTransform = "none", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
    };
}
