using Microsoft.Playwright;

namespace Sealift.App.Tests.Browsing;

/// <summary>Debian's Chromium, started once for all tests of a class; each test has windows of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where Debian has it.</summary>
    public const string Program = "/usr/bin/chromium";

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program)) return;
        Assertions.SetDefaultExpectTimeout(60_000); // as below: a guard, not a measure
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Headless = true,
            Args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-dev-shm-usage"],
        });
    }

    /// <summary>A browser without cookies.</summary>
    /// <param name="isDark">Whether the system is dark.</param>
    /// <param name="width">The width of its windows, in CSS pixels.</param>
    /// <param name="height">Their height.</param>
    public async Task<IBrowserContext> OpenAsync(bool isDark = false, int width = 1280, int height = 800)
    {
        Assert.SkipWhen(_browser is null, $"There is no {Program} here; eng/peers.sh installs it.");
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
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
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
