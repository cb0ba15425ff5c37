using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;

namespace Sealift.App.Tests.Files;

/// <summary>A window of the app with two panes, as a person uses it.</summary>
internal sealed class FilesWindow : IAsyncDisposable
{
    private readonly IBrowserContext _browser;
    private readonly List<string> _errors = [];

    private FilesWindow(IBrowserContext browser, IPage page)
    {
        _browser = browser;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _errors.Add(message.Text);
        };
        page.PageError += (_, error) => _errors.Add(error);
    }

    public IPage Page { get; }

    /// <summary>What went wrong in the page.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public ILocator Left => Page.GetByTestId("pane-left");

    public ILocator Right => Page.GetByTestId("pane-right");

    /// <summary>The list of a pane, which has the keyboard when a person works in it; once its script hears mouse and keyboard.</summary>
    public static ILocator List(ILocator pane) => pane.Locator("[role=grid][data-ready]");

    /// <summary>A line by its name, as it is shown.</summary>
    public ILocator Row(ILocator pane, string name) => List(pane).Locator(".row").Filter(new() { Has = Page.GetByTitle(name, new() { Exact = true }) });

    /// <summary>Waits until exactly these lines are selected, in the order in which they are shown.</summary>
    public async Task ExpectSelectedAsync(ILocator pane, params string[] names) =>
        await Assertions.Expect(pane.Locator(".row[aria-selected=true] .name")).ToHaveTextAsync(names);

    /// <summary>Opens the app at two places.</summary>
    public static async Task<FilesWindow> OpenAsync(Chromium chromium, AppProcess app, string left, string? right = null, bool isDark = false, int width = 1440, int height = 900, string? script = null)
    {
        Assertions.SetDefaultExpectTimeout(60_000); // a guard against a hang on a busy machine, not a measure
        var browser = await chromium.OpenAsync(isDark, width, height);
        var page = await browser.NewPageAsync();
        if (script is not null) await page.AddInitScriptAsync(script);
        var window = new FilesWindow(browser, page);
        await (await browser.APIRequest.GetAsync(app.Address.AbsoluteUri)).DisposeAsync(); // the cookie
        var words = right is null ? "" : $"&right={Uri.EscapeDataString(right)}";
        await page.GotoAsync(new Uri(app.Origin, $"/?left={Uri.EscapeDataString(left)}{words}").AbsoluteUri);
        await Assertions.Expect(List(window.Left)).ToBeVisibleAsync();
        if (right is not null) await Assertions.Expect(List(window.Right)).ToBeVisibleAsync();
        return window;
    }

    /// <summary>Answers the question for the name of a new folder.</summary>
    public async Task NameFolderAsync(string name)
    {
        var box = Page.GetByLabel("Name of the new folder");
        await Assertions.Expect(box).ToBeFocusedAsync();
        await box.FillAsync(name);
        await box.PressAsync("Enter");
        await Assertions.Expect(Page.Locator(".mud-dialog")).ToHaveCountAsync(0);
    }

    /// <summary>Waits until a dialog has taken the keyboard; what is typed before may end up elsewhere.</summary>
    public Task ExpectDialogAsync() => Page.UntilAsync("() => document.activeElement?.closest('.mud-dialog-container, .mud-dialog') != null");

    /// <summary>Leaves a dialog by Escape, once it has the keyboard.</summary>
    public async Task EscapeDialogAsync()
    {
        await ExpectDialogAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Page.Locator(".mud-dialog")).ToHaveCountAsync(0);
    }

    /// <summary>Fails the test where the page complained.</summary>
    public void AssertNoErrors() => Assert.Empty(_errors);

    public ValueTask DisposeAsync() => _browser.DisposeAsync();
}
