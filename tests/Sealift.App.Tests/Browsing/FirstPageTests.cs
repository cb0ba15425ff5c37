using Microsoft.Playwright;
using Sealift.TestKit;

namespace Sealift.App.Tests.Browsing;

public sealed class FirstPageTests(Chromium chromium)
{
    [Fact]
    public async Task The_address_that_is_told_opens_the_app_once()
    {
        using var home = new TempDirectory();
        await using var app = await AppProcess.StartAsync(home);
        await using var browser = await chromium.OpenAsync();
        var page = await browser.NewPageAsync();
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };

        await page.GotoAsync(app.Address.AbsoluteUri);
        await page.GetByRole(AriaRole.Link, new() { Name = "Queue" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Queue" }).WaitForAsync();
        await using var stranger = await chromium.OpenAsync();
        var refused = await (await stranger.NewPageAsync()).GotoAsync(app.Address.AbsoluteUri);

        Assert.Equal(401, refused!.Status);
        Assert.Empty(errors);
    }
}
