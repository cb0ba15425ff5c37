using Microsoft.Playwright;

namespace Sealift.App.Tests.Browsing;

/// <summary>Debian's Chromium, started for the first test that needs it and shared by all; each test has windows and cookies of its own.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> _started = new(StartAsync);

    /// <summary>Where Debian has it.</summary>
    public const string Program = "/usr/bin/chromium";

    /// <summary>A browser without cookies.</summary>
    /// <param name="isDark">Whether the system is dark.</param>
    /// <param name="width">The width of its windows, in CSS pixels.</param>
    /// <param name="height">Their height.</param>
    public async Task<IBrowserContext> OpenAsync(bool isDark = false, int width = 1280, int height = 800)
    {
        Assert.SkipUnless(File.Exists(Program), $"There is no {Program} here; eng/peers.sh installs it.");
        var (_, browser) = await _started.Value;
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "en-US",
            TimezoneId = "UTC",
        });
        context.SetDefaultTimeout(60_000); // a guard against a hang on a busy machine, not a measure
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated) return;
        var (playwright, browser) = await _started.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(60_000); // as above
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Headless = true,
            Args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-dev-shm-usage"],
        }));
    }
}
