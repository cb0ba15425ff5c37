using System.Globalization;
using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Sites;

/// <summary>A person meets Debian's ProFTPD, of whose certificate this machine knows nothing.</summary>
public sealed class StrictServerTests(Chromium chromium, PeerServers peers)
{
    [Fact]
    public async Task ProFTPD_becomes_a_site_is_trusted_and_examined_and_stops_when_its_key_is_another()
    {
        var peer = peers.Require(PeerNames.Proftpd);
        using var home = new TempDirectory();
        await using var window = await SitesWindow.OpenAsync(chromium, home);
        var page = window.Page;

        await page.GetByTestId("new-site").ClickAsync();
        await page.GetByTestId("site-name").FillAsync("strict");
        await page.GetByLabel("Host", new() { Exact = true }).FillAsync($"ftpes://{peer.User}@127.0.0.1:{peer.Port.ToString(CultureInfo.InvariantCulture)}/");
        await page.GetByLabel("Description", new() { Exact = true }).FillAsync("a real one");
        await page.GetByTestId("site-save").ClickAsync();
        await Expect(page.GetByTestId("site-card").GetByRole(AriaRole.Heading)).ToHaveTextAsync("strict");

        await window.TryLoginAsync(peer.Password);
        await Expect(window.Dialog.GetByTestId("trust-no")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(window.Failure).ToContainTextAsync("SL-TRUST-01");
        await window.TryLoginAsync(peer.Password);
        await window.Dialog.GetByTestId("trust-yes").ClickAsync();
        await Expect(page.GetByTestId("site-tried")).ToContainTextAsync($"Logged in as {peer.User} over TLS");

        // Its doctor's report, without a word about how it answers.
        await page.GetByRole(AriaRole.Link, new() { Name = "Test" }).ClickAsync();
        await page.GetByTestId("doctor-start").ClickAsync();
        await window.Dialog.GetByTestId("secret").FillAsync(peer.Password);
        await window.Dialog.GetByTestId("secret").PressAsync("Enter");
        await Expect(page.GetByTestId("doctor-headline")).ToBeVisibleAsync(new() { Timeout = 180_000 });
        await Expect(page.GetByTestId("doctor-headline")).ToContainTextAsync("ProFTPD");

        // The key that is known is none that it has.
        var known = home.Combine(".config/sealift/known_hosts");
        var text = await File.ReadAllTextAsync(known, TestContext.Current.CancellationToken);
        var pin = System.Text.RegularExpressions.Regex.Match(text, "sha256//[A-Za-z0-9+/=]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        await File.WriteAllTextAsync(known, text.Replace(pin, "sha256//" + Convert.ToBase64String(new byte[32]), StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await window.GoAsync("/sites");
        await page.GetByTestId("site-list").GetByText("strict").ClickAsync();
        await window.TryLoginAsync();
        await Expect(window.Dialog.GetByTestId("changed-key")).ToContainTextAsync(pin);
        await Expect(window.Dialog.GetByTestId("changed-key-no")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(window.Failure).ToContainTextAsync("SL-TRUST-02");
        Assert.DoesNotContain(pin, await File.ReadAllTextAsync(known, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(window.Errors);
    }
}
