using Microsoft.Playwright;

namespace Sealift.App.Tests.Browsing;

/// <summary>Waits for what only the page itself knows.</summary>
internal static class PageState
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until a function of the page gives true. It is asked again and again: the page's policy lets no script go on in it that came as a text.</summary>
    public static async Task UntilAsync(this IPage page, string function)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Guard);
        while (!await page.EvaluateAsync<bool>(function)) await Task.Delay(Interval, limit.Token);
    }
}
