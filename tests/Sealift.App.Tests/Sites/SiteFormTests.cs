using Sealift.App.Sites;
using Sealift.Sites;
using Sealift.Sites.Vaults;

namespace Sealift.App.Tests.Sites;

public sealed class SiteFormTests
{
    private static readonly Site Bank = SiteFile.Parse("[bank]\nhost = \"ftp.bank.example\"\nuser = \"anna\"\ntls-max = \"1.2\"\npin = [\"sha256//ruhBITqQ+t1Se/MW52uhrtaDWk2z83OrLt3kbtL6EsQ=\"]\nsecrets = [\"password\"]\n", "sites.toml").Sites.Single();

    [Fact]
    public void Every_setting_that_a_site_may_have_has_a_field_with_a_title_and_words_without_options()
    {
        Assert.Equal(SiteKeys.All.Count - 1, SettingSections.All.Sum(group => SettingSections.Of(group, "").Count));
        Assert.All(SiteForm.Settings, setting => Assert.NotEmpty(setting.Title));
        Assert.Equal(SiteForm.Settings.Count, SiteForm.Settings.Select(setting => setting.Title).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void A_form_says_what_its_site_says_until_something_is_changed()
    {
        var form = Form(Bank);

        Assert.False(form.IsChanged);
        Assert.True(form.FindSite()!.SaysTheSame(Bank));
        form[KnownSettings.TlsMax] = "";
        Assert.True(form.IsChanged);
        Assert.Null(form.FindSite()!.Values.Find(KnownSettings.TlsMax));
        Assert.Equal(["password"], form.FindSite()!.Secrets);
    }

    [Fact]
    public void A_wrong_value_is_told_and_not_saved()
    {
        var form = Form(Bank);

        form[SiteKeys.Port] = "70000";

        Assert.Equal("It takes a whole number from 1 to 65535.", form.FindProblem(SiteKeys.Port));
        Assert.False(form.CanSave([Bank]));
        Assert.Null(form.FindSite());
    }

    [Theory]
    [InlineData("", "A site needs a name.")]
    [InlineData("PRINTER", "There is a site PRINTER already.")]
    [InlineData("a b", SiteName.Rule)]
    [InlineData("Bank", null)]
    public void A_name_is_valid_and_free(string name, string? problem)
    {
        var form = Form(Bank);
        form.Name = name;

        Assert.Equal(problem, form.FindNameProblem([Bank, Bank.Named("printer")]));
    }

    [Fact]
    public void An_address_that_is_put_into_the_host_fills_the_other_fields_and_keeps_its_password_for_the_vault()
    {
        var form = new SiteForm(null, null, static file => file) { Name = "new" };

        Assert.True(form.TryTakeAddress("ftps://bob:S3cr3t@ftp.example.net:2990/in/box/"));

        Assert.Equal("ftps://bob@ftp.example.net:2990/in/box/", form.FindSite()!.Url().ToString());
        Assert.Equal("S3cr3t", form.Secrets[SecretKind.Password]);
        Assert.False(form.TryTakeAddress("ftps://a%C2%80@ftp.example.net/"));
        Assert.False(form.TryTakeAddress("ftp.example.net"));
    }

    [Fact]
    public void A_saved_password_is_not_for_another_host()
    {
        var form = Form(Bank);
        Assert.Null(form.FindSecretProblem(SecretKind.Password));

        form[SiteKeys.Host] = "ftp.thief.example";

        Assert.Contains("ftp.bank.example port 21", form.FindSecretProblem(SecretKind.Password), StringComparison.Ordinal);
        form.Keep(SecretKind.Password, "new");
        Assert.Null(form.FindSecretProblem(SecretKind.Password));
        form.Forget(SecretKind.Password, true);
        Assert.Null(form.Secrets[SecretKind.Password]);
        Assert.False(form.Keeps(SecretKind.Password));
    }

    [Fact]
    public void Folders_of_folders_are_drawn_as_a_tree()
    {
        var file = SiteFile.Parse("[b]\nhost = \"b\"\nfolder = \"Work/Lab\"\n[a]\nhost = \"a\"\n[c]\nhost = \"c\"\nfolder = \"work\"\n", "sites.toml");

        var rows = SiteTree.Rows(file.Sites, new HashSet<string>());
        var closed = SiteTree.Rows(file.Sites, new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "Work" });

        Assert.Equal(["0 Work", "1 Lab", "2 b", "1 c", "0 a"], rows.Select(row => $"{row.Depth} {row.Text}"));
        Assert.Equal(["0 Work", "0 a"], closed.Select(row => $"{row.Depth} {row.Text}"));
        Assert.Equal(["work", "Work/Lab"], SiteTree.Folders(file.Sites).Select(folder => folder == "Work" ? "work" : folder));
    }

    private static SiteForm Form(Site site) => new(site, null, static file => file);
}
