namespace Sealift.App.Tests.Files;

/// <summary>Waits for what another process does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(90);

    public static async Task TrueAsync(Func<bool> condition, TimeSpan? guard = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(guard ?? Guard);
        while (!condition()) await Task.Delay(50, limit.Token);
    }
}
