using System.Security.Cryptography;
using System.Text;
using Sealift.Cli.Tests.Runs;

namespace Sealift.Cli.Tests;

public sealed class SiteTests : CommandTests
{
    private const string Passphrase = SealiftRun.Canary + "-vault";

    [Fact]
    public async Task A_site_is_saved_once_and_used_by_name_in_every_command()
    {
        Directory.CreateDirectory(Server.Files.Combine("in"));
        Server.Files.Write("in/a", "text"u8);
        AssertExit(0, await RunBareAsync("site", "add", "printer", Server.Url("in/"), "--ca", Server.AuthorityFile));

        Assert.Equal(["a"], (await RunSavedAsync("ls", "printer:")).Lines);
        Assert.Equal(["in"], (await RunSavedAsync("ls", "Printer:/")).Lines);
        Assert.Equal("text", (await RunSavedAsync("cat", "printer:a")).Output);
        AssertExit(0, await RunSavedAsync("get", "printer:a", "got"));
        AssertExit(0, await RunSavedAsync("put", "got", "printer:"));
        AssertExit(0, await RunSavedAsync("stat", "printer:got"));
        AssertExit(0, await RunSavedAsync("mkdir", "printer:dir"));
        AssertExit(0, await RunSavedAsync("mv", "printer:got", "printer:dir/"));
        AssertExit(0, await RunSavedAsync("rm", "printer:dir/got"));
        AssertError(4, await RunSavedAsync("trust", "add", "printer:"));
        AssertError(2, await RunSavedAsync("trust", "add", "nowhere:"));
        Assert.True(Directory.Exists(Server.Files.Combine("in/dir")));
    }

    [Fact]
    public async Task An_address_that_no_site_can_say_is_refused_before_anything_is_saved()
    {
        var result = await RunBareAsync("site", "add", "printer", "ftpes://a%C2%80@h/");

        AssertError(2, result);
        Assert.Contains("its user takes no control characters", result.Error, StringComparison.Ordinal);
        Assert.Empty((await RunBareAsync("site", "ls")).Lines);
    }

    [Fact]
    public async Task Options_of_the_command_line_count_more_than_the_site()
    {
        AssertExit(0, await RunBareAsync("site", "add", "printer", Server.Url(), "--pin", $"sha256//{new string('A', 43)}="));

        AssertError(4, await RunSavedAsync("ls", "printer:"));
        AssertExit(0, await RunSavedAsync("ls", "printer:", "--pin", Server.Pin));
    }

    [Fact]
    public async Task A_password_in_the_vault_is_used_and_is_in_no_other_file()
    {
        await SaveWithPasswordAsync();

        AssertExit(0, await RunBareAsync("ls", "printer:", "--vault-passphrase-file", "pass"));
        AssertExit(0, await SealiftRun.RunAsync(Home, ["ls", "printer:"], new Dictionary<string, string?> { ["SEALIFT_VAULT_PASSPHRASE_FILE"] = "pass" }));
        AssertError(2, await RunBareAsync("ls", "printer:"));
        Home.Write("wrong", "another one\n"u8);
        AssertError(5, await RunBareAsync("ls", "printer:", "--vault-passphrase-file", "wrong"));
        foreach (var file in Directory.GetFiles(Home.Path).Where(file => Path.GetFileName(file) is not ("pw" or "pass")))
            Assert.DoesNotContain(FtpsServer.Password, await File.ReadAllTextAsync(file, Encoding.Latin1, Cancellation), StringComparison.Ordinal);
        Assert.Contains("secrets = [\"password\"]", await File.ReadAllTextAsync(Home.Combine("sites.toml"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_of_the_command_line_spares_the_vault()
    {
        await SaveWithPasswordAsync();

        AssertExit(0, await RunSavedAsync("ls", "printer:"));
        AssertExit(0, await RunBareAsync("ls", "printer:", "--password-file", "pw"));
        AssertError(2, await RunBareAsync("ls", "printer:", "--user", "bob"));
    }

    [Fact]
    public async Task A_password_goes_to_no_other_server_than_it_was_saved_for()
    {
        await SaveWithPasswordAsync();
        AssertExit(0, await RunBareAsync("site", "edit", "printer", "--host", "localhost"));

        var result = await RunBareAsync("ls", "printer:", "--vault-passphrase-file", "pass");

        AssertError(7, result);
        Assert.Contains("sealift site passwd printer", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_password_file_of_a_site_is_not_for_another_user()
    {
        Home.Write("pw", Encoding.UTF8.GetBytes(FtpsServer.Password + "\n"));
        AssertExit(0, await RunBareAsync("site", "add", "printer", Server.Url(), "--ca", Server.AuthorityFile, "--password-file", "pw"));

        AssertExit(0, await RunBareAsync("ls", "printer:"));
        AssertError(2, await RunBareAsync("ls", "printer:", "--user", "bob"));
    }

    [Fact]
    public async Task The_passphrase_of_the_vault_is_changed()
    {
        await SaveWithPasswordAsync();
        Home.Write("new", "another one\n"u8);
        Home.Write("short", "short\n"u8);

        AssertError(2, await RunBareAsync("site", "vault", "passwd", "--vault-passphrase-file", "pass", "--new-passphrase-file", "short"));
        AssertExit(0, await RunBareAsync("site", "vault", "passwd", "--vault-passphrase-file", "pass", "--new-passphrase-file", "new"));

        AssertExit(0, await RunBareAsync("ls", "printer:", "--vault-passphrase-file", "new"));
        AssertError(5, await RunBareAsync("ls", "printer:", "--vault-passphrase-file", "pass"));
    }

    [Fact]
    public async Task A_truncated_vault_is_an_error_before_anybody_types_and_stays_as_it_is()
    {
        await SaveWithPasswordAsync();
        var cut = (await File.ReadAllBytesAsync(Home.Combine("vault"), Cancellation))[..200];
        Home.Write("vault", cut);

        var result = await RunBareAsync("ls", "printer:");
        AssertError(7, result);
        Assert.Contains("cut off", result.Error, StringComparison.Ordinal);
        AssertError(7, await RunBareAsync("site", "passwd", "printer", "--password-file", "pw", "--vault-passphrase-file", "pass"));
        AssertError(7, await RunBareAsync("site", "rm", "printer", "--vault-passphrase-file", "pass"));

        Assert.Equal(cut, await File.ReadAllBytesAsync(Home.Combine("vault"), Cancellation));
    }

    [Fact]
    public async Task Secrets_are_forgotten_with_their_site_or_alone()
    {
        await SaveWithPasswordAsync();

        AssertExit(0, await RunBareAsync("site", "passwd", "printer", "--forget", "--vault-passphrase-file", "pass"));
        Assert.DoesNotContain("secrets", (await RunBareAsync("site", "show", "printer")).Output, StringComparison.Ordinal);
        AssertExit(0, await RunBareAsync("site", "rm", "printer"));
        AssertError(2, await RunBareAsync("site", "show", "printer"));
    }

    [Fact]
    public async Task Sites_are_listed_shown_changed_and_removed()
    {
        AssertExit(0, await RunBareAsync("site", "add", "b", "ftps://bob@b.example.org:2990/in/", "--tls-max", "1.2", "--folder", "Work", "--description", "the bank"));
        AssertExit(0, await RunBareAsync("site", "add", "a", "a.example.org"));
        AssertError(2, await RunBareAsync("site", "add", "A", "ftpes://x/"));
        AssertExit(0, await RunBareAsync("site", "add", "a", "bob@a.example.org", "--replace", "--cert", "me.pem"));

        Assert.Equal(["a  ftpes://bob@a.example.org/", "b  ftps://bob@b.example.org:2990/in/  Work  the bank"], (await RunBareAsync("site", "ls")).Lines.Select(line => line.Replace("     ", "", StringComparison.Ordinal)));
        var shown = Assert.Single((await RunBareAsync("site", "show", "b", "--json")).Json);
        Assert.Equal("1.2", shown.GetProperty("settings").GetProperty("tls-max")[0].GetString());
        Assert.Contains(Home.Combine("me.pem"), (await RunBareAsync("site", "show", "a:")).Output, StringComparison.Ordinal);

        AssertExit(0, await RunBareAsync("site", "edit", "b", "ftpes://c.example.org/", "--timeout", "5", "--unset", "tls-max"));
        AssertError(2, await RunBareAsync("site", "edit", "b"));
        AssertError(2, await RunBareAsync("site", "edit", "b", "--unset", "tls_max"));
        Assert.Equal("[b]\ndescription = \"the bank\"\nfolder = \"Work\"\nhost = \"c.example.org\"\nuser = \"bob\"\ntimeout = 5", (await File.ReadAllTextAsync(Home.Combine("sites.toml"), Cancellation)).Split("\n\n")[0]);
    }

    [Fact]
    public async Task A_file_with_an_unknown_key_names_file_line_and_the_nearest_key_and_stays_as_it_is()
    {
        var text = "[printer]\nhost = \"h\"\ntls_max = \"1.2\"\n"u8.ToArray();
        Home.Write("sites.toml", text);

        foreach (var command in (string[][])[["ls", "printer:"], ["site", "ls"], ["site", "add", "b", "h"], ["site", "rm", "printer"]])
        {
            var result = await RunBareAsync(command);
            AssertError(7, result);
            Assert.Contains("sites.toml, line 3: the site printer has the key tls_max", result.Error, StringComparison.Ordinal);
            Assert.Contains("tls-max", result.Error.Split("hint: ")[1], StringComparison.Ordinal);
        }

        Assert.Equal(text, await File.ReadAllBytesAsync(Home.Combine("sites.toml"), Cancellation));
    }

    [Fact]
    public async Task Files_that_a_site_names_are_found_from_its_own_folder()
    {
        Directory.CreateDirectory(Home.Combine("etc"));
        File.Copy(Server.AuthorityFile, Home.Combine("etc/ca.pem"));
        Home.Write("etc/sites.toml", Encoding.UTF8.GetBytes($"[p]\nhost = \"127.0.0.1\"\nport = {Server.Port}\nuser = \"alice\"\nca = \"ca.pem\"\n"));

        AssertExit(0, await SealiftRun.RunAsync(Home, ["ls", "p:"], new Dictionary<string, string?>
        {
            ["SEALIFT_SITES"] = Home.Combine("etc/sites.toml"),
            ["SEALIFT_PASSWORD"] = FtpsServer.Password,
        }));
    }

    [Fact]
    public async Task Every_file_of_a_list_keeps_its_place()
    {
        AssertExit(0, await RunBareAsync("site", "add", "printer", Server.Url(), "--crl", "a.crl", "--crl", "b.crl"));

        Assert.Contains($"crl = [\"{Home.Combine("a.crl")}\", \"{Home.Combine("b.crl")}\"]", await File.ReadAllTextAsync(Home.Combine("sites.toml"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passphrase_in_the_vault_opens_the_key_of_the_client_certificate()
    {
        using var certificates = new TestKit.TestCertificates();
        var client = certificates.IssueClient("alice");
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(client.KeyFile, Cancellation));
        var cost = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        Home.Write("key.pem", Encoding.ASCII.GetBytes(key.ExportEncryptedPkcs8PrivateKeyPem("opens it", cost)));
        Home.Write("opens", "opens it\n"u8);
        await SaveWithPasswordAsync();
        AssertExit(0, await RunBareAsync("site", "edit", "printer", "--cert", client.CertificateFile, "--key", "key.pem"));

        AssertExit(4, await RunBareAsync("ls", "printer:", "--vault-passphrase-file", "pass"));
        AssertExit(0, await RunBareAsync("site", "passwd", "printer", "--kind", "key-passphrase", "--password-file", "opens", "--vault-passphrase-file", "pass"));
        AssertExit(0, await RunBareAsync("ls", "printer:", "--vault-passphrase-file", "pass"));
        Assert.Contains("secrets = [\"password\", \"key-passphrase\"]", await File.ReadAllTextAsync(Home.Combine("sites.toml"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_saves_every_site_and_its_password_goes_to_the_vault()
    {
        WriteSiteManager();
        Home.Write("pass", Encoding.UTF8.GetBytes(Passphrase + "\n"));

        var dry = await RunBareAsync("site", "import", "--dry-run", "sitemanager.xml");
        AssertExit(0, dry);
        Assert.Equal(["mine  new, password to the vault  " + Server.Url(), "ssh   left out"], dry.Lines.Where(line => line[0] != ' '));
        Assert.Contains("    Left out: it is an SFTP server, which is another protocol (SSH).", dry.Lines);
        Assert.False(File.Exists(Home.Combine("sites.toml")) || File.Exists(Home.Combine("vault")));

        AssertExit(0, await RunBareAsync("site", "import", "sitemanager.xml", "--vault-passphrase-file", "pass"));
        AssertExit(0, await RunBareAsync("ls", "mine:", "--ca", Server.AuthorityFile, "--vault-passphrase-file", "pass"));
        Assert.DoesNotContain(FtpsServer.Password, await File.ReadAllTextAsync(Home.Combine("sites.toml"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_leaves_saved_sites_alone_unless_told_to_replace_them()
    {
        WriteSiteManager();
        AssertExit(0, await RunBareAsync("site", "add", "MINE", "ftpes://h/"));

        Assert.StartsWith("mine  there already", (await RunBareAsync("site", "import", "sitemanager.xml")).Output, StringComparison.Ordinal);
        Assert.StartsWith("MINE  ftpes://h/", (await RunBareAsync("site", "ls")).Output, StringComparison.Ordinal);
        Assert.StartsWith("mine  replaced", (await RunBareAsync("site", "import", "sitemanager.xml", "--replace", "--no-passwords")).Output, StringComparison.Ordinal);
        Assert.Contains(Server.Url(), (await RunBareAsync("site", "ls")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_fails_saves_nothing()
    {
        WriteSiteManager();
        Home.Write("broken.xml", "<FileZilla3>\n<Servers>\n<Server><Host>"u8);
        var result = await RunBareAsync("site", "import", "broken.xml");
        AssertError(7, result);
        Assert.Contains("line 3", result.Error, StringComparison.Ordinal);
        AssertError(7, await RunBareAsync("site", "import", "absent.xml"));

        // The table is written before the passphrase is missed.
        AssertExit(2, await RunBareAsync("site", "import", "sitemanager.xml"));

        Assert.False(File.Exists(Home.Combine("sites.toml")) || File.Exists(Home.Combine("vault")));
    }

    private void WriteSiteManager() => Home.Write("sitemanager.xml", Encoding.UTF8.GetBytes(
        $"""
        <?xml version="1.0"?><FileZilla3><Servers>
        <Server><Host>127.0.0.1</Host><Port>{Server.Port}</Port><Protocol>4</Protocol><User>alice</User><Pass encoding="base64">{Convert.ToBase64String(Encoding.UTF8.GetBytes(FtpsServer.Password))}</Pass><Name>mine</Name></Server>
        <Server><Host>h</Host><Protocol>1</Protocol><Name>ssh</Name></Server>
        </Servers></FileZilla3>
        """));

    private async Task SaveWithPasswordAsync()
    {
        Home.Write("pw", Encoding.UTF8.GetBytes(FtpsServer.Password + "\n"));
        Home.Write("pass", Encoding.UTF8.GetBytes(Passphrase + "\n"));
        AssertExit(0, await RunBareAsync(
            "site", "add", "printer", Server.Url(), "--ca", Server.AuthorityFile, "--save-password", "--password-file", "pw", "--vault-passphrase-file", "pass"));
    }

    private Task<SealiftResult> RunSavedAsync(params string[] arguments) =>
        SealiftRun.RunAsync(Home, arguments, new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = FtpsServer.Password });
}
