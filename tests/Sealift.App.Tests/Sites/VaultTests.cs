using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Sealift.App.Tests.Sites;

public sealed class VaultTests(Chromium chromium)
{
    private const string Passphrase = "correct horse battery";

    [Fact]
    public async Task A_saved_password_survives_a_restart_and_is_used_once_the_vault_is_unlocked()
    {
        using var home = new TempDirectory();
        await using var server = await StrangeServer.StartAsync();
        var sites = Path.Combine(Directory.CreateDirectory(home.Combine(".config/sealift")).FullName, "sites.toml");
        File.WriteAllText(sites, $"# mine\n{server.SiteLines("bank", $"pin = [\"{server.Pin}\"]")}");
        await using var window = await SitesWindow.OpenAsync(chromium, home);

        await window.Page.GetByTestId("site-list").GetByText("bank").ClickAsync();
        await window.Page.GetByTestId("site-change").ClickAsync();
        await window.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(StrangeServer.Password);
        await window.Page.GetByTestId("site-save").ClickAsync();
        await window.Dialog.GetByTestId("secret").FillAsync("short");
        await window.Dialog.GetByTestId("secret-ok").ClickAsync();
        await Expect(window.Dialog).ToContainTextAsync("8 characters at least");
        await window.Dialog.GetByTestId("secret").FillAsync(Passphrase);
        await window.Dialog.GetByTestId("secret-again").FillAsync(Passphrase);
        await window.Dialog.GetByTestId("secret-ok").ClickAsync();
        await Expect(window.Page.GetByTestId("site-card")).ToContainTextAsync("password");
        var text = File.ReadAllText(sites);
        Assert.StartsWith("# mine", text, StringComparison.Ordinal);
        Assert.Contains("secrets = [\"password\"]", text, StringComparison.Ordinal);
        Assert.DoesNotContain(StrangeServer.Password, text, StringComparison.Ordinal);

        await window.RestartAsync();
        await window.Page.GetByTestId("site-list").GetByText("bank").ClickAsync();
        await window.Page.GetByTestId("site-try").ClickAsync();
        await Expect(window.Dialog).ToContainTextAsync("Unlock the vault");
        await Expect(window.Dialog).ToContainTextAsync(Path.Combine(Path.GetDirectoryName(sites)!, "vault"));
        await window.Dialog.GetByTestId("secret").FillAsync("something else");
        await window.Dialog.GetByTestId("secret").PressAsync("Enter");
        await Expect(window.Dialog).ToContainTextAsync("That is not the passphrase of the vault");
        await window.Dialog.GetByTestId("secret").FillAsync(Passphrase);
        await window.Dialog.GetByTestId("secret").PressAsync("Enter");
        await Expect(window.Page.GetByTestId("site-tried")).ToContainTextAsync("Logged in as anna");

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Vault" }).ClickAsync();
        await Expect(window.Page.GetByTestId("vault-state")).ToContainTextAsync("unlocked");
        await window.Page.GetByTestId("vault-lock").ClickAsync();
        await Expect(window.Page.GetByTestId("vault-state")).ToHaveTextAsync("locked");
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task Whoever_is_at_another_field_before_the_dialog_took_the_keyboard_stays_there()
    {
        using var home = new TempDirectory();
        await using var server = await StrangeServer.StartAsync();
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(home.Combine(".config/sealift")).FullName, "sites.toml"), server.SiteLines("bank", ""));
        await using var window = await SitesWindow.OpenAsync(chromium, home);
        var mayCome = new TaskCompletionSource();
        await window.Page.RouteAsync("**/asking.js", async route =>
        {
            await mayCome.Task;
            await route.ContinueAsync();
        });

        await window.Page.GetByTestId("site-list").GetByText("bank").ClickAsync();
        await window.Page.GetByTestId("site-change").ClickAsync();
        await window.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(StrangeServer.Password);
        await window.Page.GetByTestId("site-save").ClickAsync();
        await window.Dialog.GetByTestId("secret").FillAsync(Passphrase);
        var again = window.Dialog.GetByTestId("secret-again");
        await again.FocusAsync();
        mayCome.SetResult();
        await window.Page.EvaluateAsync("() => import('/asking.js')");
        await window.Page.Keyboard.TypeAsync(Passphrase[..1]);
        await Expect(window.Dialog).ToContainTextAsync("The two are not the same"); // and the script was called before that
        await window.Page.Keyboard.TypeAsync(Passphrase[1..4]);
        await window.Page.EvaluateAsync("() => document.activeElement.closest('.mud-focus-trap').querySelector(':scope > [tabindex=\"-1\"]').focus()"); // the trap, late
        await window.Page.Keyboard.TypeAsync(Passphrase[4..]);

        await Expect(again).ToHaveValueAsync(Passphrase);
        await Expect(window.Dialog.GetByTestId("secret")).ToHaveValueAsync(Passphrase);
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task Imported_servers_are_shown_before_they_are_saved()
    {
        using var home = new TempDirectory();
        var file = home.Write("sitemanager.xml", """
            <?xml version="1.0" encoding="UTF-8"?>
            <FileZilla3 version="3.66.5" platform="*nix"><Servers>
              <Folder expanded="1">Work
                <Server><Host>printer.example.org</Host><Port>21</Port><Protocol>4</Protocol><Type>0</Type><User>alice</User><Pass encoding="base64">UzNjcjN0LWNhbmFyeQ==</Pass><Logontype>1</Logontype><Name>Printer</Name></Server>
                <Server><Host>old.example.org</Host><Port>21</Port><Protocol>4</Protocol><Type>0</Type><User>bob</User><Logontype>2</Logontype><Name>Old</Name></Server>
              </Folder>
              <Server><Host>shell.example.org</Host><Port>22</Port><Protocol>1</Protocol><Type>0</Type><User>carl</User><Logontype>2</Logontype><Name>Shell</Name></Server>
            </Servers></FileZilla3>
            """u8);
        await using var window = await SitesWindow.OpenAsync(chromium, home);

        await window.Page.GetByTestId("import").ClickAsync();
        await window.Page.UntilAsync("() => document.querySelector('[data-testid=import-file]')?._blazorInputFileNextFileId !== undefined"); // it listens now
        await window.Dialog.GetByTestId("import-file").SetInputFilesAsync(file);
        var table = window.Dialog.GetByTestId("import-table");
        await Expect(table).ToContainTextAsync("new, password to the vault");
        await Expect(table).ToContainTextAsync("left out");
        Assert.False(File.Exists(home.Combine(".config/sealift/sites.toml")));
        await table.GetByLabel("Take Old").UncheckAsync();
        await Expect(window.Dialog.GetByTestId("import-save")).ToHaveTextAsync("Save 1 site");
        await window.Dialog.GetByTestId("import-save").ClickAsync();
        await window.Dialog.GetByTestId("secret").FillAsync(Passphrase);
        await window.Dialog.GetByTestId("secret-again").FillAsync(Passphrase);
        await window.Dialog.GetByTestId("secret-ok").ClickAsync();

        await Expect(window.Page.GetByTestId("site-list")).ToContainTextAsync("Work");
        await window.Page.GetByTestId("site-list").GetByText("Printer", new() { Exact = true }).ClickAsync();
        await Expect(window.Page.GetByTestId("site-card")).ToContainTextAsync("ftpes://alice@printer.example.org");
        var text = File.ReadAllText(home.Combine(".config/sealift/sites.toml"));
        Assert.DoesNotContain("old.example.org", text, StringComparison.Ordinal);
        Assert.DoesNotContain(StrangeServer.Password, text, StringComparison.Ordinal);
        Assert.Empty(window.Errors);
    }
}
