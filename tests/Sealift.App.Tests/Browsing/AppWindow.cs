using Microsoft.Playwright;

namespace Sealift.App.Tests.Browsing;

/// <summary>A window of the app that minds what the browser complains about: errors on the console, policies that were broken, scripts that failed.</summary>
internal sealed class AppWindow : IAsyncDisposable
{
    private readonly IBrowserContext _browser;
    private readonly List<string> _complaints = [];
    private readonly Lock _lock = new();

    private AppWindow(IBrowserContext browser, IPage page)
    {
        _browser = browser;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Complain(message.Text);
        };
        page.PageError += (_, error) => Complain(error);
    }

    public IPage Page { get; }

    /// <summary>What the browser has complained about.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_lock) return [.. _complaints];
        }
    }

    /// <summary>Opens the app, and waits until it is there.</summary>
    /// <param name="chromium">The browser.</param>
    /// <param name="app">The app, whose address was not used before.</param>
    /// <param name="isDark">Whether the system is dark.</param>
    /// <param name="width">The width of the window, in CSS pixels.</param>
    /// <param name="height">Its height.</param>
    public static async Task<AppWindow> OpenAsync(Chromium chromium, AppProcess app, bool isDark = false, int width = 1280, int height = 800)
    {
        var browser = await chromium.OpenAsync(isDark, width, height);
        var window = new AppWindow(browser, await browser.NewPageAsync());
        await window.Page.GotoAsync(app.Address.AbsoluteUri);
        await window.Page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).WaitForAsync();
        return window;
    }

    /// <summary>Goes to a view by the rail.</summary>
    public async Task GoToAsync(string view)
    {
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Views" }).GetByRole(AriaRole.Link, new() { Name = view, Exact = true }).ClickAsync();
        await Assertions.Expect(Page).ToHaveTitleAsync($"{view} - Sealift");
    }

    /// <summary>Forgets complaints that were expected.</summary>
    public void Forgive()
    {
        lock (_lock) _complaints.Clear();
    }

    public async ValueTask DisposeAsync() => await _browser.DisposeAsync();

    private void Complain(string text)
    {
        lock (_lock) _complaints.Add(text);
    }
}
