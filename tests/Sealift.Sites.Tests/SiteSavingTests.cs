using Sealift.Core;
using Sealift.Sites.Importing;
using Sealift.Sites.Vaults;
using Sealift.TestKit;

namespace Sealift.Sites.Tests;

public sealed class SiteSavingTests : IDisposable
{
    private const string Passphrase = "correct horse";

    private readonly TempDirectory _home = new();
    private int _opened;

    private SiteStore Store => new(_home.Combine("sites.toml"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_site_is_renamed_in_its_place_with_its_lines_its_comments_and_its_secrets()
    {
        var bank = await Store.SaveAsync(Named("bank"), null, Password("one"), VaultAsync, Cancellation);
        await File.WriteAllTextAsync(Store.Path, $"# first\n{await File.ReadAllTextAsync(Store.Path, Cancellation)}# mine\n\n[other]\nhost = \"o\"\n", Cancellation);

        var renamed = await Store.SaveAsync(bank.Named("bank.example"), bank, new Dictionary<string, string?>(), VaultAsync, Cancellation);

        Assert.Equal("# first\n[\"bank.example\"]\nhost = \"h\"\nsecrets = [\"password\"]\nuser = \"anna\"\n# mine\n\n[other]\nhost = \"o\"\n", await File.ReadAllTextAsync(Store.Path, Cancellation));
        using var vault = Vault.Open(Store.VaultPath, Passphrase);
        Assert.Equal("one", vault.Find(renamed, SecretKind.Password));
        Assert.Null(vault.Find(bank, SecretKind.Password));
    }

    [Fact]
    public async Task Another_case_of_its_name_keeps_its_secrets()
    {
        var bank = await Store.SaveAsync(Named("bank"), null, Password("one"), VaultAsync, Cancellation);

        var renamed = await Store.SaveAsync(bank.Named("Bank"), bank, new Dictionary<string, string?>(), VaultAsync, Cancellation);

        using var vault = Vault.Open(Store.VaultPath, Passphrase);
        Assert.Equal("one", vault.Find(renamed, SecretKind.Password));
        Assert.Equal(["Bank"], Store.Read().Sites.Select(site => site.Name));
    }

    [Fact]
    public async Task Without_a_secret_nobody_is_asked_for_a_passphrase()
    {
        var bank = await Store.SaveAsync(Named("bank"), null, new Dictionary<string, string?>(), VaultAsync, Cancellation);
        await Store.SaveAsync(bank.Named("other").With(SiteKeys.Port, "2121"), bank, new Dictionary<string, string?>(), VaultAsync, Cancellation);
        await Store.RemoveAsync(Store.Get("other"), VaultAsync, Cancellation);

        Assert.Equal(0, _opened);
        Assert.Empty(Store.Read().Sites);
    }

    [Theory]
    [InlineData("bank", false, "there is a site Bank already.")]
    [InlineData("Bank", true, "the site Bank was changed meanwhile")]
    [InlineData("shop", true, "the site shop was removed meanwhile.")]
    public async Task What_somebody_else_saved_is_not_overwritten_and_no_passphrase_is_asked_for_in_vain(string name, bool isChange, string problem)
    {
        await File.WriteAllTextAsync(Store.Path, "[Bank]\nhost = \"other\"\n", Cancellation);

        var refused = await Assert.ThrowsAsync<SiteException>(() => Store.SaveAsync(Named(name), isChange ? Named(name) : null, Password("one"), VaultAsync, Cancellation));

        Assert.StartsWith(problem, refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, _opened);
        Assert.Equal("[Bank]\nhost = \"other\"\n", await File.ReadAllTextAsync(Store.Path, Cancellation));
    }

    [Fact]
    public async Task A_site_goes_with_its_secrets()
    {
        var bank = await Store.SaveAsync(Named("bank"), null, Password("one"), VaultAsync, Cancellation);

        await Store.RemoveAsync(bank, VaultAsync, Cancellation);

        using var vault = Vault.Open(Store.VaultPath, Passphrase);
        Assert.Null(vault.Find(bank, SecretKind.Password));
    }

    [Fact]
    public async Task An_open_vault_sees_what_another_one_has_changed_and_not_another_passphrase()
    {
        using var first = await Vault.CreateAsync(Store.VaultPath, Passphrase, Cancellation);
        using var second = Vault.Open(Store.VaultPath, Passphrase);
        await second.KeepAsync(Named("bank"), Password("two"), Cancellation);

        Assert.True(first.TryRefresh());
        Assert.Equal("two", first.Find(Named("bank"), SecretKind.Password));
        await second.ChangePassphraseAsync("another horse", Cancellation);
        Assert.False(first.TryRefresh());
    }

    [Fact]
    public async Task An_import_leaves_out_what_is_not_wanted_and_what_is_there()
    {
        await File.WriteAllTextAsync(Store.Path, "[a]\nhost = \"mine\"\n", Cancellation);
        var imported = SiteImport.Read("machine a login x password p1\nmachine b login y password p2\nmachine c login z password p3\n"u8.ToArray(), ".netrc");
        var plan = new ImportPlan(imported, Store.Read(), new ImportChoices { Unwanted = new HashSet<string> { "c" } });

        Assert.Equal([ImportFate.Present, ImportFate.New, ImportFate.LeftOut], imported.Select(plan.FateOf));
        Assert.Equal([0, 1, 0], imported.Select(item => plan.SecretsOf(item).Count));
        await plan.SaveAsync(Store, VaultAsync, Cancellation);

        Assert.Equal(["a", "b"], Store.Read().Sites.Select(site => site.Name));
        Assert.Equal("mine", Store.Get("a").Host);
        using var vault = Vault.Open(Store.VaultPath, Passphrase);
        Assert.Equal("p2", vault.Find(Store.Get("b"), SecretKind.Password));
    }

    private static Site Named(string name) => Site.From(name, FtpUrl.Parse("ftpes://anna@h/"));

    private static Dictionary<string, string?> Password(string secret) => new(StringComparer.Ordinal) { [SecretKind.Password] = secret };

    private async ValueTask<Vault> VaultAsync(CancellationToken cancellationToken)
    {
        _opened++;
        return Vault.Exists(Store.VaultPath) ? Vault.Open(Store.VaultPath, Passphrase) : await Vault.CreateAsync(Store.VaultPath, Passphrase, cancellationToken);
    }
}
