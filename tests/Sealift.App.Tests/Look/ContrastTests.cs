using System.Globalization;
using System.Text.RegularExpressions;
using MudBlazor;
using MudBlazor.Utilities;
using Sealift.App.Shell;
using Sealift.TestKit;
using static Sealift.App.Tests.Look.Contrast;

namespace Sealift.App.Tests.Look;

/// <summary>The colours that are used together, reckoned from the themes and the style sheets: everybody can read what is written.</summary>
public sealed class ContrastTests
{
    private static readonly MudColor White = new("#ffffff");

    public static TheoryData<bool> Themes => [false, true];

    [Theory]
    [MemberData(nameof(Themes))]
    public void Words_are_read_on_every_ground_that_they_stand_on(bool isDark)
    {
        var palette = PaletteOf(isDark);
        (string Name, MudColor Color)[] grounds =
        [
            ("surface", palette.Surface),
            ("background", palette.Background),
            ("a line under the mouse", Over(palette.ActionDefault, palette.HoverOpacity, palette.Surface)),
            ("a chosen line", Over(palette.Primary, 0.22, palette.Surface)),
            ("a pressed button", Over(palette.Primary, 0.18, palette.Background)),
        ];
        (string Name, MudColor Color)[] words =
        [
            ("text", palette.TextPrimary), ("secondary text", palette.TextSecondary), ("primary", palette.Primary), ("success", palette.Success), ("warning", palette.Warning), ("error", palette.Error), ("info", palette.Info),
        ];

        AssertReadable(from word in words from ground in grounds select ($"{word.Name} on {ground.Name}", word.Color, ground.Color, Text));
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Words_are_read_on_filled_buttons_alerts_and_the_rail(bool isDark)
    {
        var palette = PaletteOf(isDark);
        AssertReadable(
        [
            ("a filled button", palette.PrimaryContrastText, palette.Primary, Text),
            ("a filled button under the mouse", palette.PrimaryContrastText, palette.PrimaryDarken, Text),
            ("a filled red button", palette.ErrorContrastText, palette.Error, Text),
            ("a filled yellow button", palette.WarningContrastText, palette.Warning, Text),
            ("a filled green one", palette.SuccessContrastText, palette.Success, Text),
            ("an alert that warns", palette.WarningDarken, Over(palette.Warning, palette.HoverOpacity, palette.Surface), Text),
            ("an alert of an error", palette.ErrorDarken, Over(palette.Error, palette.HoverOpacity, palette.Surface), Text),
            ("an alert that informs", palette.InfoDarken, Over(palette.Info, palette.HoverOpacity, palette.Surface), Text),
            ("an alert of a success", palette.SuccessDarken, Over(palette.Success, palette.HoverOpacity, palette.Surface), Text),
            ("the rail", palette.AppbarText, palette.AppbarBackground, Text),
            ("the view that is shown, in the rail", White, Over(White, 0.16, palette.AppbarBackground), Text),
        ]);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Edges_of_controls_symbols_and_the_mark_of_the_keyboard_are_seen(bool isDark)
    {
        var palette = PaletteOf(isDark);
        AssertReadable(
        [
            ("the edge of a field", palette.LinesInputs, palette.Surface, Control),
            ("the edge of a field on the page", palette.LinesInputs, palette.Background, Control),
            ("a symbol", palette.ActionDefault, palette.Surface, Control),
            ("the mark of the keyboard", palette.Primary, palette.Surface, Control),
            ("the mark of the keyboard on the page", palette.Primary, palette.Background, Control),
            ("the mark of the keyboard in the rail", White, palette.AppbarBackground, Control),
            ("how far something is", palette.Primary, palette.LinesDefault, Control),
        ]);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Every_word_of_the_timeline_is_read(bool isDark)
    {
        var palette = PaletteOf(isDark);
        var sheet = File.ReadAllText(Path.Join(Repository.Root, "src", "Sealift.App", "wwwroot", "timeline.css"));
        var line = sheet.Split('\n').Single(line => line.StartsWith(isDark ? ".dark .timeline-picture { --" : ".timeline-picture { --", StringComparison.Ordinal));
        var colors = Regex.Matches(line, "--(?<name>[a-z]+): (?<color>#[0-9a-f]{6})", RegexOptions.None, TimeSpan.FromSeconds(5)).ToDictionary(static match => match.Groups["name"].Value, static match => new MudColor(match.Groups["color"].Value));
        (string, MudColor)[] grounds = [("paper", palette.Surface), ("sealed", colors["seal"]), ("data", colors["wire"])];

        AssertReadable(from name in (string[])["ink", "faint", "client", "server", "tls", "data", "bad"] from ground in grounds select ($"{name} on {ground.Item1}", colors[name], ground.Item2, Text));
        AssertReadable([("a note", colors["words"], colors["note"], Text)]);
    }

    private static Palette PaletteOf(bool isDark) => isDark ? AppTheme.Theme.PaletteDark : AppTheme.Theme.PaletteLight;

    private static void AssertReadable(IEnumerable<(string What, MudColor Word, MudColor Ground, double Least)> pairs)
    {
        var faint = pairs.Where(static pair => Ratio(pair.Word, pair.Ground) < pair.Least)
            .Select(static pair => string.Create(CultureInfo.InvariantCulture, $"{pair.What}: {pair.Word.Value} on {pair.Ground.Value} is {Ratio(pair.Word, pair.Ground):0.00}, and needs {pair.Least:0.0}"));
        Assert.Empty(faint);
    }
}
