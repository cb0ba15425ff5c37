namespace Sealift.Core.Timeline.Drawing;

/// <summary>
/// The look of SVG pictures: light, dark as the reader's system is, or dark ink on paper. The colours are written into the rules,
/// for many viewers know no CSS variables. System fonts: nothing is fetched; monospace, so that widths are known here.
/// </summary>
internal static class SvgStyle
{
    private const string Shapes = """
        text{font:12px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;white-space:pre}
        .time{text-anchor:end;font-size:11px}.end{font-size:15px;font-weight:600}.mid{text-anchor:middle}.right{text-anchor:end}
        .life{stroke-width:1.5}.life.tls{stroke-width:3}.life.behind{stroke-width:1;stroke-dasharray:1 4}.arrow{fill:none;stroke-width:1.4}.handshake .arrow{stroke-dasharray:4 3}.data .arrow{stroke-width:4}
        .bar .arrow{stroke-width:2}.bar.secured .arrow{stroke-width:3}.bar.secured text.mid,.bar.broken text.mid{font-weight:600}
        .lesson text{font-family:ui-sans-serif,system-ui,"DejaVu Sans",sans-serif}.break text{font-style:italic}.zig{fill:none;stroke-width:1.5}

        """;

    private const string Colours = """
        .page,.gap{fill:$page}text,.end{fill:$ink}.life,.zig,.bar .arrow{stroke:$line}.dot{fill:$line}.life.tls,.bar.secured .arrow{stroke:$server}
        .seal{fill:$seal}.seal.data{fill:$wire}.command .arrow{stroke:$client}.command text,.command .head{fill:$client}.reply .arrow{stroke:$server}
        .reply text,.reply .head,.bar.secured text{fill:$server}.handshake .arrow{stroke:$tls}.handshake text,.handshake .head{fill:$tls}
        .data .arrow{stroke:$data}.data text,.data .head{fill:$data}.bad .arrow,.bar.broken .arrow{stroke:$bad}.bad text,.bad .head,.bar.broken text{fill:$bad}
        .lesson .box{fill:$note}.lesson text{fill:$words}.fold text,.note text,.break text,.address,.net,g .time{fill:$faint}

        """;

    private static readonly (string Name, string Light, string Dark, string Print)[] Palette =
    [
        ("$page", "#ffffff", "#151a21", "#ffffff"),
        ("$ink", "#1c2430", "#e4e9f0", "#000000"),
        ("$faint", "#5f6b7a", "#93a0b2", "#444444"),
        ("$line", "#9aa5b4", "#5c6878", "#666666"),
        ("$client", "#0b6087", "#5cc3ea", "#06496a"),
        ("$server", "#1a7038", "#6fd08c", "#0d5526"),
        ("$tls", "#83399a", "#d39be4", "#5e2570"),
        ("$data", "#2255c4", "#8fb4ff", "#173c8c"),
        ("$bad", "#b42020", "#ff8a80", "#a01010"),
        ("$seal", "#eff7ef", "#1a2a20", "#f4f8f4"),
        ("$wire", "#e4edfb", "#1d2b45", "#e8eef8"),
        ("$note", "#f6f1e0", "#2b281c", "#f7f4ea"),
        ("$words", "#574d2c", "#d9cda0", "#3c3620"),
    ];

    /// <summary>The rules for a style element.</summary>
    public static string Rules { get; } = "\n" + Shapes + Paint(static one => one.Light)
        + "@media (prefers-color-scheme:dark){" + Paint(static one => one.Dark) + "}\n"
        + "@media print{" + Paint(static one => one.Print) + "}\n";

    private static string Paint(Func<(string Name, string Light, string Dark, string Print), string> shade) =>
        Palette.Aggregate(Colours, (rules, one) => rules.Replace(one.Name, shade(one), StringComparison.Ordinal));
}
