using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;

namespace Sealift.App.Tests.Sites;

/// <summary>The real app with one window, whose console errors fail the test that looks at them.</summary>
internal sealed class SitesWindow : IAsyncDisposable
{
    private readonly Chromium _chromium;
    private readonly TempDirectory _home;
    private readonly List<string> _errors = [];
    private IBrowserContext? _browser;

    private SitesWindow(Chromium chromium, TempDirectory home) => (_chromium, _home) = (chromium, home);

    public AppProcess App { get; private set; } = default!;

    public IPage Page { get; private set; } = default!;

    /// <summary>What went wrong in the browser, except what a killed app leaves behind.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>The dialog on top.</summary>
    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog).Last;

    public ILocator Failure => Page.Locator(".failure");

    public static async Task<SitesWindow> OpenAsync(Chromium chromium, TempDirectory home, bool isDark = false, int width = 1280, int height = 800)
    {
        Assertions.SetDefaultExpectTimeout(60_000); // a guard against a hang on a busy machine, not a measure
        var window = new SitesWindow(chromium, home) { _browser = await chromium.OpenAsync(isDark, width, height) };
        await window.StartAsync();
        return window;
    }

    /// <summary>Kills the app and starts it again, with a new window.</summary>
    public async Task RestartAsync()
    {
        await Page.CloseAsync();
        await App.DisposeAsync();
        await _browser!.CloseAsync();
        _browser = await _chromium.OpenAsync();
        await StartAsync();
    }

    /// <summary>Goes to a view.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(new Uri(App.Origin, path).AbsoluteUri);
        await Page.Locator("h1").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Tries the login of the site that is shown.</summary>
    /// <param name="password">What is typed; null where the password was accepted before, and nobody is asked.</param>
    public async Task TryLoginAsync(string? password = null)
    {
        await Page.GetByTestId("site-try").ClickAsync();
        if (password is null) return;
        await Assertions.Expect(Dialog.GetByTestId("secret")).ToBeFocusedAsync();
        await Dialog.GetByTestId("secret").FillAsync(password);
        await Dialog.GetByTestId("secret").PressAsync("Enter");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        if (App is not null) await App.DisposeAsync();
    }

    private async Task StartAsync()
    {
        App = await AppProcess.StartAsync(_home);
        Page = await _browser!.NewPageAsync();
        Page.Console += (_, message) =>
        {
            if (message.Type == "error") _errors.Add(message.Text);
        };
        Page.PageError += (_, error) => _errors.Add(error);
        await Page.GotoAsync(App.Address.AbsoluteUri);
        await GoAsync("/sites");
        await Page.GetByTestId("new-site").WaitForAsync();
    }
}
