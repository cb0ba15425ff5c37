namespace Sealift.TestKit;

/// <summary>In what pieces a scripted peer writes what it says.</summary>
public enum ScriptDelivery
{
    /// <summary>Each text in one write, however many lines it has.</summary>
    Whole,

    /// <summary>Each line in a write of its own.</summary>
    Lines,

    /// <summary>Each byte in a write of its own.</summary>
    Bytes,
}
