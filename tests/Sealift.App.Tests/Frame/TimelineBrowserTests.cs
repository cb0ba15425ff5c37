using Microsoft.Playwright;
using Sealift.App.Queue;
using Sealift.App.Tests.Browsing;
using Sealift.App.Tests.Files;
using Sealift.TestKit;

namespace Sealift.App.Tests.Frame;

public sealed class TimelineBrowserTests(Chromium chromium, PeerServers peers)
{
    [Fact]
    public async Task The_timeline_shows_the_resumed_data_connections_of_the_embedded_server()
    {
        await using var server = await LocalServer.StartAsync();

        await ShowAsync(server.Address, server.Words, server.Home);
    }

    [Fact]
    public async Task The_timeline_shows_the_resumed_data_connections_of_ProFTPD()
    {
        var peer = peers.Require(PeerNames.Proftpd);
        using var secrets = new TempDirectory();
        var password = secrets.WritePrivate("password", peer.Password);

        await ShowAsync($"ftpes://{peer.User}@127.0.0.1:{peer.Port}/", ["--ca", peer.Ca, "--password-file", password], folder: null);
    }

    private async Task ShowAsync(string address, IReadOnlyList<string> words, string? folder)
    {
        using var home = new TempDirectory();
        using var local = new TempDirectory();
        local.WriteRandom("one.bin", 40_000);
        local.WriteRandom("two.bin", 70_000);
        await HomeQueue.AddAsync(home, new NewTransfer(local.Path + "/", address + "timeline/") { Words = words });
        await using var app = await AppProcess.StartAsync(home);
        await using var window = await AppWindow.OpenAsync(chromium, app);

        await window.GoToAsync("Timeline");

        var picture = window.Page.GetByRole(AriaRole.Region, new() { Name = "Picture of the session" });
        await window.Page.GetByText("data connections resumed").First.WaitForAsync();
        await window.Page.GetByLabel("Find in the session").FillAsync("resumed");
        await picture.Locator("g.secured[data-channel=\"1\"]").GetByText(", resumed").WaitForAsync();
        await window.Page.GetByLabel("Find in the session").FillAsync("");
        if (folder is not null) await Eventually.TrueAsync(() => File.Exists(Path.Join(folder, "timeline/one.bin"))); // its connection is resumed before it has come

        // Only the data connections, then a word, then an event in full.
        var connection = window.Page.GetByLabel("Connection", new() { Exact = true });
        await connection.SelectOptionAsync("1");
        await Expect(picture.GetByText("PASS", new() { Exact = false })).ToHaveCountAsync(0);
        await connection.SelectOptionAsync("");
        await window.Page.GetByLabel("Find in the session").FillAsync("EPSV");
        await Expect(picture.Locator("g[data-event]").Filter(new() { HasNotText = "EPSV" })).ToHaveCountAsync(0);
        await Expect(picture).ToHaveAttributeAsync("data-ready", ""); // its script hears the mouse
        await picture.Locator("g[data-event] text").Filter(new() { HasText = "EPSV" }).First.ClickAsync();
        await window.Page.GetByLabel("The event").GetByText("client: EPSV").WaitForAsync();
        await window.Page.GetByLabel("Find in the session").FillAsync("");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "List" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Region, new() { Name = "Events of the session" }).GetByText("server: 220").First.WaitForAsync();
        Assert.Empty(window.Complaints);
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
