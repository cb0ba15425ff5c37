namespace Sealift.Core.Timeline.Drawing;

/// <summary>One row of the picture, whatever it is drawn with.</summary>
internal abstract record PictureRow
{
    /// <summary>When.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>The connection it belongs to.</summary>
    public required int Channel { get; init; }

    /// <summary>The position of its event in the timeline.</summary>
    public required int Event { get; init; }

    /// <summary>The connections that are open in this row, the outermost first. The row's own is among them.</summary>
    public required IReadOnlyList<Lane> Lanes { get; init; }

    /// <summary>The life lines that the row is drawn between.</summary>
    public Lane Lane => Lanes.First(lane => lane.Channel == Channel);
}
