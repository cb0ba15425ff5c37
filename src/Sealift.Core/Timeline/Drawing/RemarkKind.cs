namespace Sealift.Core.Timeline.Drawing;

/// <summary>Who speaks in a remark.</summary>
internal enum RemarkKind
{
    /// <summary>This side, about what it did or saw.</summary>
    Note,

    /// <summary>This side, about what went wrong.</summary>
    Failure,

    /// <summary>The picture, to its reader.</summary>
    Lesson,

    /// <summary>The picture, about what it does not show in full.</summary>
    Fold,
}
