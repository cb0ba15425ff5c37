namespace Sealift.Transfer.State;

/// <summary>How a <see cref="StateFile"/> is opened.</summary>
public sealed record StateFileOptions
{
    /// <summary>What this process does, without secrets, for others that find something locked. Default: "a program".</summary>
    public string Command { get; init; } = "a program";

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
