using Sealift.Core;

namespace Sealift.App.Tests.Files;

/// <summary>A store whose names try to be more than names.</summary>
internal sealed class HostileStore : ListedStore
{
    private static readonly string[] Names =
    [
        "<img src=x onerror=\"window.broken=1\">",
        "<script>window.broken=2",
        "<b>bold",
        "&lt;tag&gt; \"quoted\" 'single'",
        "javascript:window.broken=3",
        "reversed \u202Egnp.exe",
        "wide \u2028 line",
        "c1 \u009B31m red",
        "{{7*7}} ${7*7} @(7*7)",
    ];

    /// <summary>The names as a pane shows them.</summary>
    public static IEnumerable<string> Shown => Names.Select(TerminalText.Escape);

    protected override IEnumerable<FtpEntry> Entries => Names.Select(static name => new FtpEntry { Name = name, Kind = FtpEntryKind.File, Size = 1 });
}
