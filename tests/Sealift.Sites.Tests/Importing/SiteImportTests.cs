using System.Text;
using Sealift.Sites.Importing;
using Sealift.Sites.Vaults;
using Sealift.TestKit;

namespace Sealift.Sites.Tests.Importing;

[Trait("Threat", "T35")]
public sealed class SiteImportTests : IDisposable
{
    private readonly TempDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void FileZilla_gives_folders_protocols_passwords_and_paths()
    {
        var sites = Read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <FileZilla3 version="3.63.0" platform="*nix"><Servers>
              <Folder expanded="1">Work
                <Folder expanded="0">Printers
                  <Server><Host>p.example.org</Host><Port>990</Port><Protocol>3</Protocol><User>alice</User><Pass encoding="base64">w7xiZXI=</Pass>
                    <Logontype>1</Logontype><PasvMode>MODE_DEFAULT</PasvMode><Name>First floor</Name><RemoteDir>1 0 4 home 8 in box ä</RemoteDir></Server>
                </Folder>
                <Server><Host>e.example.org</Host><Port>21</Port><Protocol>4</Protocol><User>bob</User><MaximumMultipleConnections>2</MaximumMultipleConnections><Pass encoding="crypt" pubkey="x">y</Pass><Name>E</Name></Server>
              </Folder>
              <Server><Host>0.example.org</Host><Port>2121</Port><Protocol>0</Protocol><Logontype>0</Logontype><User>x</User><Name>E</Name><Account>acct</Account></Server>
              <Server><Host>s.example.org</Host><Protocol>1</Protocol><Name>S</Name></Server>
              <Server><Host>n.example.org</Host><Protocol>6</Protocol><Name/></Server>
            </Servers></FileZilla3>
            """);

        Assert.Equal(
            ["ftps://alice@p.example.org:990//home/in%20box%20ä/", "ftpes://bob@e.example.org:21/", "ftpes://0.example.org:2121/", null, "ftpes://n.example.org/"],
            sites.Select(site => site.Site?.Url().ToString()));
        Assert.Equal(["First-floor", "E", "E-2", null, "n.example.org"], sites.Select(site => site.Site?.Name));
        Assert.Equal("Work/Printers", sites[0].Site!.Values.Find(SiteKeys.Folder));
        Assert.Equal(2, sites[1].Site!.MaxSessions);
        Assert.Equal("über", sites[0].Secrets[SecretKind.Password]);
        Assert.Equal("acct", sites[2].Secrets[SecretKind.Account]);
        Assert.Contains("master password", Assert.Single(sites[1].Notes), StringComparison.Ordinal);
        Assert.Contains("TLS is required", Assert.Single(sites[2].Notes), StringComparison.Ordinal);
        Assert.Contains("SFTP", Assert.Single(sites[3].Notes), StringComparison.Ordinal);
        Assert.Contains("no TLS at all", Assert.Single(sites[4].Notes), StringComparison.Ordinal);
        Assert.All(sites, site => Assert.False(site.Site?.Values.IsOn(KnownSettings.Plaintext) == true));
    }

    [Fact]
    public void An_address_of_lftp_that_no_site_can_say_is_left_out_and_told()
    {
        var sites = Read("bad ftp://a%C2%80@h/\ngood ftp://u@h/\n");

        Assert.Equal([null, "ftpes://u@h/"], sites.Select(site => site.Site?.Url().ToString()));
        Assert.Contains("Left out: its user takes no control characters.", sites[0].Notes);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><FileZilla3><Servers>&x;</Servers></FileZilla3>")]
    [InlineData("<FileZilla3>\n<Servers>\n<Server>")]
    [InlineData("<FileZilla3></FileZilla3>")]
    [InlineData("[Sessions\\a]\nHostName=h\nwhat is this\n")]
    [InlineData("hello world\n")]
    [InlineData("")]
    [InlineData("machine\n")]
    [InlineData("name-without-url://\n")]
    public void A_file_that_cannot_be_understood_is_one_clear_error(string text)
    {
        var error = Assert.Throws<SiteException>(() => Read(text));

        Assert.Equal(SiteFailure.NotValid, error.Failure);
        Assert.StartsWith(_home.Path, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Hint);
    }

    [Fact]
    public void Folders_without_end_and_files_without_end_are_refused()
    {
        var deep = $"<FileZilla3>{string.Concat(Enumerable.Repeat("<Folder>", 100_000))}";
        Assert.Contains("deep", Assert.Throws<SiteException>(() => Read(deep)).Message, StringComparison.Ordinal);

        using (var file = File.Create(_home.Combine("huge"))) file.SetLength(SiteImport.MaxBytes + 1L);
        Assert.Contains("larger", Assert.Throws<SiteException>(() => SiteImport.Read(_home.Combine("huge"))).Message, StringComparison.Ordinal);
        Assert.Equal(SiteFailure.Unusable, Assert.Throws<SiteException>(() => SiteImport.Read(_home.Combine("absent"))).Failure);
    }

    [Fact]
    public void As_many_servers_as_are_read_are_planned_in_one_go()
    {
        const string Server = "<Server><Host>h</Host><Protocol>4</Protocol><Name>a</Name></Server>";
        var imported = Read($"<FileZilla3>{string.Concat(Enumerable.Repeat(Server, SiteImport.MaxSites))}</FileZilla3>");

        var plan = new ImportPlan(imported, SiteFile.Parse("", "sites.toml"), new ImportChoices());

        Assert.Equal(SiteImport.MaxSites, plan.Count);
        Assert.Equal(("a", "a-2", "a-10000"), (imported[0].Site!.Name, imported[1].Site!.Name, imported[^1].Site!.Name));
    }

    [Fact]
    public void A_text_in_a_million_pieces_is_read_once()
    {
        var imported = Read($"<FileZilla3><Server><Host>h</Host><Protocol>4</Protocol><Name>{string.Concat(Enumerable.Repeat("x<!---->", 1_000_000))}</Name></Server></FileZilla3>");

        Assert.Equal(new string('x', SiteName.MaxLength), Assert.Single(imported).Site!.Name);
    }

    [Fact]
    public void WinScp_gives_sessions_with_scrambled_passwords()
    {
        var sites = Read(
            $"""
            [Configuration\Interface]
            RandomSeedFile=%25APPDATA%25
            [Sessions\Default%20Settings]
            HostName=no
            [Sessions\Work/b%E4nk]
            HostName=ftp.bank.example
            PortNumber=990
            UserName=%EF%BB%BF%C3%BCser
            FSProtocol=5
            Ftps=1
            FtpPasvMode=0
            MaxTlsVersion=12
            Timeout=30
            RemoteDirectory=/in%20box
            Password={Scramble("üserftp.bank.examplesecret", skip: 3)}
            [Sessions\old]
            HostName=h
            FSProtocol=5
            Password=ABCDEF
            UserName=u
            [Sessions\ssh]
            HostName=h
            """);

        Assert.Equal(["ftps://üser@ftp.bank.example:990//in%20box/", "ftpes://u@h/", null], sites.Select(site => site.Site?.Url().ToString()));
        Assert.Equal("secret", sites[0].Secrets[SecretKind.Password]);
        Assert.Equal(("1.2", "30", "Work"), (sites[0].Site!.Values.Find(KnownSettings.TlsMax), sites[0].Site!.Values.Find(KnownSettings.Timeout), sites[0].Site!.Values.Find(SiteKeys.Folder)));
        Assert.Equal(2, sites[1].Notes.Count);
        Assert.Empty(sites[1].Secrets);
        Assert.StartsWith("Left out: ", Assert.Single(sites[2].Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_master_password_of_WinScp_leaves_the_passwords_out()
    {
        var site = Assert.Single(Read($"[Configuration\\Security]\nUseMasterPassword=1\n[Sessions\\a]\nHostName=h\nUserName=u\nFSProtocol=5\nFtps=3\nPassword={Scramble("uhx", 0)}\n"));

        Assert.Empty(site.Secrets);
        Assert.Contains("master password", Assert.Single(site.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5C")]
    [InlineData("5C5C")]
    [InlineData("A3FF")]
    [InlineData("A35C")]
    [InlineData("A35CFF00")]
    [InlineData("not hex!")]
    public void What_WinScp_does_not_write_is_no_password(string text) => Assert.Null(WinScpPassword.Read(text, "uh"));

    [Fact]
    public void Lftp_gives_bookmarks_and_their_passwords()
    {
        var sites = Read("# mine\nprinter\tftp://alice:s%40cret@printer.example.org:2121/in%20box/\nimp ftps://h/\nssh sftp://h/\nbare bob@h:2\nbad ftp://h:x/\n");

        Assert.Equal(["ftpes://alice@printer.example.org:2121/in%20box/", "ftps://h/", null, "ftpes://bob@h:2/", null], sites.Select(site => site.Site?.Url().ToString()));
        Assert.Equal("s@cret", sites[0].Secrets[SecretKind.Password]);
        Assert.All(sites, site => Assert.DoesNotContain("s@cret", site + string.Concat(site.Notes), StringComparison.Ordinal));
    }

    [Fact]
    public void Netrc_gives_machines()
    {
        var sites = Read("machine ftp.example.org login alice password secret\nmachine ftp.example.org login bob\ndefault login anonymous password x\n");

        Assert.Equal(["ftp.example.org", "ftp.example.org-2", null], sites.Select(site => site.Site?.Name));
        Assert.Equal("secret", sites[0].Secrets[SecretKind.Password]);
    }

    [Fact]
    public void Hostile_names_and_values_become_harmless_or_are_left_out()
    {
        var sites = Read("<FileZilla3><Servers><Server><Host>h</Host><Protocol>4</Protocol><User>u</User><Name>a&#10;[evil]&#x9b;31m</Name><Pass>p&#10;DELE x</Pass>"
            + "<Port>99999</Port></Server><Server><Host>h/../x</Host><Protocol>4</Protocol><Name>b</Name></Server></Servers></FileZilla3>");

        Assert.True(SiteName.IsValid(sites[0].Site!.Name));
        Assert.Empty(sites[0].Secrets);
        Assert.Equal(21, sites[0].Site!.Port);
        Assert.Equal(2, sites[0].Notes.Count);
        Assert.All(sites.Where(site => site.Site is not null), site => SiteFile.Parse(SiteFile.Parse("", "f").With(site.Site!).Text, "f"));
    }

    // The other direction of WinScpPassword, with some bytes before to be skipped.
    private static string Scramble(string text, int skip)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        byte[] plain = [0xFF, 0x00, (byte)bytes.Length, (byte)skip, .. new byte[skip], .. bytes, 7, 7];
        return Convert.ToHexString([.. plain.Select(value => (byte)~(value ^ 0xA3))]);
    }

    private IReadOnlyList<ImportedSite> Read(string text) => SiteImport.Read(_home.Write("import", Encoding.UTF8.GetBytes(text)));
}
