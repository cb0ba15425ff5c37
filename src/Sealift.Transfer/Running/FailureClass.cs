namespace Sealift.Transfer.Running;

/// <summary>What kind of failure it was, which decides whether it is tried again.</summary>
public enum FailureClass
{
    /// <summary>The network, a busy server, a 4xx: tried again, later and later.</summary>
    Transient,

    /// <summary>The source changed while it was read: tried again from the beginning.</summary>
    SourceChanged,

    /// <summary>What arrived is not what was sent, or it could not be shown: tried again from the beginning.</summary>
    NotProven,

    /// <summary>The source has vanished.</summary>
    SourceMissing,

    /// <summary>The source may not be read, or is no file any more.</summary>
    SourceRefused,

    /// <summary>The target refuses it: no right to write, a name that it cannot hold, a directory in its place (5xx).</summary>
    TargetRefused,

    /// <summary>The target's disk or quota is full: all files for it wait.</summary>
    TargetFull,

    /// <summary>The target cannot be written at all: a read-only or vanished volume.</summary>
    TargetUnusable,

    /// <summary>The login was refused. It is never tried again by itself; every file of that server fails.</summary>
    LoginRefused,

    /// <summary>The server is not trusted or offers no security: every file of that server fails.</summary>
    NotSecure,

    /// <summary>It depends on a step that failed, such as the directory it belongs into.</summary>
    Dependent,

    /// <summary>The plan refused it: names collide, or the name cannot exist there.</summary>
    Planned,

    /// <summary>Something nobody thought of.</summary>
    Unexpected,
}
