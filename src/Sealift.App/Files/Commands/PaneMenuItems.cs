using Sealift.App.Files.Panes;
using Sealift.Core;

namespace Sealift.App.Files.Commands;

/// <summary>What the menu of a pane offers.</summary>
internal static class PaneMenuItems
{
    public static IReadOnlyList<PaneMenuItem> Of(PanePair pair, PaneSlot slot)
    {
        var pane = pair[slot];
        var chosen = pane.Chosen;
        var any = chosen.Count > 0 && chosen.All(static item => item.IsUsable);
        var one = any && chosen.Count == 1;
        var isText = one && chosen[0].Entry.Kind is FtpEntryKind.File or FtpEntryKind.Link or FtpEntryKind.Unknown;
        return
        [
            new(PaneCommand.Open, "Open", "Enter", one),
            new(PaneCommand.View, "View as text", "F3", isText),
            new(PaneCommand.Edit, "Edit text", "F4", isText),
            new(PaneCommand.Copy, "Copy to the other pane", "F5", any && pair.Other(slot).IsOpen, BeginsGroup: true),
            new(PaneCommand.Upload, "Upload files…", "", pane.IsOpen),
            new(PaneCommand.Rename, "Rename", "F2", one, BeginsGroup: true),
            new(PaneCommand.Delete, "Delete…", "Del", any),
            new(PaneCommand.NewFolder, "New folder…", "F7", pane.IsOpen),
            new(PaneCommand.Permissions, "Permissions…", "", any, BeginsGroup: true),
            new(PaneCommand.Properties, "Properties…", "Alt+Enter", one),
            new(PaneCommand.CopyUrl, pane.Side is { IsLocal: true } ? "Copy path" : "Copy URL", "Ctrl+C", pane.IsOpen, BeginsGroup: true),
            new(PaneCommand.CopyCommand, "Copy as sealift command", "Ctrl+Shift+C", any),
            new(PaneCommand.SelectAll, "Select all", "Ctrl+A", pane.View.Count > 0, BeginsGroup: true),
            new(PaneCommand.InvertSelection, "Invert selection", "Ctrl+I", pane.View.Count > 0),
            new(PaneCommand.ShowHidden, pane.Rule.ShowsHidden ? "Hide hidden files" : "Show hidden files", "Ctrl+H", pane.IsOpen),
        ];
    }
}
