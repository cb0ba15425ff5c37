using System.Globalization;
using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Sites;

public sealed class TrustTests(Chromium chromium)
{
    [Fact]
    public async Task A_new_site_with_an_unknown_certificate_is_refused_first_then_trusted_and_a_changed_key_stops()
    {
        using var home = new TempDirectory();
        await using var server = await StrangeServer.StartAsync();
        await using var window = await SitesWindow.OpenAsync(chromium, home);
        var page = window.Page;

        await page.GetByTestId("new-site").ClickAsync();
        await page.GetByTestId("site-name").FillAsync("strange");
        await page.GetByLabel("Host", new() { Exact = true }).FillAsync($"ftpes://{StrangeServer.User}@127.0.0.1:{server.Port.ToString(CultureInfo.InvariantCulture)}/");
        await page.GetByLabel("Description", new() { Exact = true }).FillAsync("a test");
        await page.GetByTestId("site-save").ClickAsync();
        await Expect(page.GetByTestId("site-card").GetByRole(AriaRole.Heading)).ToHaveTextAsync("strange");
        await Expect(page.GetByTestId("site-card")).ToContainTextAsync("not seen yet");

        // Enter answers with the default, which is no.
        await window.TryLoginAsync(StrangeServer.Password);
        await Expect(window.Dialog.GetByTestId("trust-no")).ToBeFocusedAsync();
        await Expect(window.Dialog).ToContainTextAsync(server.Pin.ToString());
        await Expect(window.Dialog).ToContainTextAsync("itself (self-signed)");
        await page.Keyboard.PressAsync("Enter");
        await Expect(window.Failure).ToContainTextAsync("SL-TRUST-01");
        Assert.False(File.Exists(KnownHosts(home)));

        await window.TryLoginAsync(StrangeServer.Password);
        await window.Dialog.GetByTestId("trust-yes").ClickAsync();
        await Expect(page.GetByTestId("site-tried")).ToContainTextAsync("Logged in as anna over TLS 1.3");
        Assert.Contains(server.Pin.ToString(), File.ReadAllText(KnownHosts(home)), StringComparison.Ordinal);
        await Expect(page.GetByTestId("site-card")).ToContainTextAsync("expires in 89 days");

        var old = server.Pin;
        server.ChangeKey();
        await window.TryLoginAsync();
        var table = window.Dialog.GetByTestId("changed-key");
        await Expect(table).ToContainTextAsync(old.ToString());
        await Expect(table).ToContainTextAsync(server.Pin.ToString());
        await Expect(window.Dialog.GetByTestId("changed-key-no")).ToBeFocusedAsync();
        await Expect(window.Dialog.GetByTestId("changed-key-forget")).ToBeDisabledAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(window.Failure).ToContainTextAsync("SL-TRUST-02");
        Assert.Contains(old.ToString(), File.ReadAllText(KnownHosts(home)), StringComparison.Ordinal);

        // The second step forgets the old key and no more: the new one is a question of its own.
        await window.TryLoginAsync();
        await window.Dialog.GetByText("The operator has confirmed").ClickAsync();
        await window.Dialog.GetByTestId("changed-key-forget").ClickAsync();
        await Expect(window.Dialog.GetByTestId("trust-no")).ToBeFocusedAsync();
        Assert.DoesNotContain(old.ToString(), File.ReadAllText(KnownHosts(home)), StringComparison.Ordinal);
        await window.Dialog.GetByTestId("trust-yes").ClickAsync();
        await Expect(page.GetByTestId("site-tried")).ToContainTextAsync("Logged in as anna");

        await page.GetByRole(AriaRole.Link, new() { Name = "Known servers" }).ClickAsync();
        await Expect(page.GetByTestId("known-servers")).ToContainTextAsync(server.Pin.ToString());
        await page.GetByTestId("known-servers").GetByRole(AriaRole.Button).ClickAsync();
        await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await Expect(page.GetByText("No server is trusted by its key yet.")).ToBeVisibleAsync();
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task A_server_is_looked_at_and_trusted_before_anybody_logs_in()
    {
        using var home = new TempDirectory();
        await using var server = await StrangeServer.StartAsync(new TestCertificateOptions { SelfSigned = true, ValidTo = TimeSpan.FromDays(9.5) });
        await using var window = await SitesWindow.OpenAsync(chromium, home);
        var page = window.Page;

        await page.GetByRole(AriaRole.Link, new() { Name = "Known servers" }).ClickAsync();
        await page.GetByTestId("look-at").FillAsync($"127.0.0.1:{server.Port.ToString(CultureInfo.InvariantCulture)}");
        await page.GetByTestId("look-at").PressAsync("Enter");
        await Expect(page.GetByTestId("looked-at")).ToContainTextAsync("expires in 9 days");
        await page.GetByTestId("look-trust").ClickAsync();

        await Expect(page.GetByTestId("known-servers")).ToContainTextAsync(server.Pin.ToString());
        Assert.Contains(server.Pin.ToString(), File.ReadAllText(KnownHosts(home)), StringComparison.Ordinal);
        Assert.Empty(window.Errors);
    }

    private static string KnownHosts(TempDirectory home) => home.Combine(".config/sealift/known_hosts");
}
