namespace Sealift.App.Queue;

/// <summary>When a job runs.</summary>
public enum ScheduleKind
{
    /// <summary>As soon as its turn comes.</summary>
    Now,

    /// <summary>Once, not before a moment.</summary>
    Once,

    /// <summary>Again and again.</summary>
    Again,
}
