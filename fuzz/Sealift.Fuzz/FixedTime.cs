namespace Sealift.Fuzz;

/// <summary>A clock that stands still: the same input means the same always.</summary>
internal sealed class FixedTime : TimeProvider
{
    public static FixedTime Now { get; } = new();

    public override DateTimeOffset GetUtcNow() => new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);
}
