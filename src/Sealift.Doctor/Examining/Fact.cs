namespace Sealift.Doctor.Examining;

/// <summary>
/// Something that several checks want to know: found out by the first that asks, and remembered, also that it cannot be found out. So a
/// server that is silent is waited for once and not by every check.
/// </summary>
internal sealed class Fact<T>(Func<CancellationToken, Task<T>> find)
    where T : class
{
    private Task<T>? _found;

    /// <summary>The fact. It is found out in the time of the check that asks first.</summary>
    public Task<T> GetAsync(CancellationToken cancellationToken) => _found ??= find(cancellationToken);

    /// <summary>The fact where it is known already; null where it is not, or cannot be.</summary>
    public T? Known => _found is { IsCompletedSuccessfully: true } found ? found.GetAwaiter().GetResult() : null;
}
