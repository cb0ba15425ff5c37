namespace Sealift.App.Files.Panes;

/// <summary>What a pane is doing.</summary>
public enum PanePhase
{
    /// <summary>It shows no place.</summary>
    Closed,

    /// <summary>It connects.</summary>
    Opening,

    /// <summary>Entries arrive.</summary>
    Listing,

    /// <summary>All entries are there.</summary>
    Listed,

    /// <summary>The listing was stopped; what had arrived is there.</summary>
    Stopped,

    /// <summary>It did not work; see <see cref="PaneModel.Failure"/>.</summary>
    Failed,
}
