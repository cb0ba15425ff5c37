using System.Text;
using Sealift.Core;
using Sealift.Sites.Vaults;
using Sealift.TestKit;

namespace Sealift.Sites.Tests.Vaults;

public sealed class VaultTests : IDisposable
{
    private const string Passphrase = "correct horse";
    private static readonly Site Printer = Site.From("printer", FtpUrl.Parse("ftpes://alice@Printer.example.org/"));
    private static readonly Dictionary<string, string?> Secret = new(StringComparer.Ordinal) { [SecretKind.Password] = "CaNaRy-vault" };

    private readonly TempDirectory _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Path => _home.Combine("vault");

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task What_is_kept_is_found_again_with_the_passphrase_and_is_nowhere_in_the_file()
    {
        var bytes = await MakeAsync();

        using var vault = Vault.Open(Path, Passphrase);
        Assert.Equal("CaNaRy-vault", vault.Find(Printer, SecretKind.Password));
        Assert.Equal("CaNaRy-vault", vault.Find(Site.From("PRINTER", FtpUrl.Parse("ftps://x@printer.example.org:21/")), SecretKind.Password));
        Assert.Null(vault.Find(Printer, SecretKind.Account));
        Assert.Null(vault.Find(Site.From("other", FtpUrl.Parse("ftpes://h/")), SecretKind.Password));

        var text = Encoding.Latin1.GetString(bytes);
        Assert.DoesNotContain("CaNaRy", text, StringComparison.Ordinal);
        Assert.DoesNotContain("printer", text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public async Task A_wrong_passphrase_is_told_from_a_damaged_file()
    {
        var bytes = await MakeAsync();

        Assert.Equal(SiteFailure.WrongPassphrase, Assert.Throws<SiteException>(() => Vault.Open(Path, "Correct horse")).Failure);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path, Cancellation));
    }

    [Fact]
    public async Task A_file_cut_off_anywhere_is_damaged_whatever_the_passphrase()
    {
        var bytes = await MakeAsync();

        foreach (var length in Enumerable.Range(0, 80).Concat([bytes.Length / 2, bytes.Length - 17, bytes.Length - 1]))
        {
            await File.WriteAllBytesAsync(Path, bytes[..length], Cancellation);

            var error = Assert.Throws<SiteException>(() => Vault.Open(Path, Passphrase));

            Assert.Equal(SiteFailure.NotValid, error.Failure);
            Assert.Contains("cut off", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_changed_byte_anywhere_is_noticed_and_never_blamed_on_the_passphrase()
    {
        var bytes = await MakeAsync();
        var key = VaultFormat.Unlock(bytes, Passphrase, Path);

        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 0x40;
            Assert.Equal(SiteFailure.NotValid, Assert.Throws<SiteException>(() => VaultFormat.Open(changed, key, Path)).Failure);
        }

        Assert.Equal(SiteFailure.NotValid, Assert.Throws<SiteException>(() => VaultFormat.Open([.. bytes, 0], key, Path)).Failure);
    }

    [Fact]
    public async Task A_newer_version_is_refused_as_such_and_anything_else_is_no_vault()
    {
        var newer = await MakeAsync();
        newer[14] = 2;
        await File.WriteAllBytesAsync(Path, newer, Cancellation);
        Assert.Contains("newer sealift", Assert.Throws<SiteException>(() => Vault.Open(Path, Passphrase)).Message, StringComparison.Ordinal);

        _home.Write("vault", "-----BEGIN SOMETHING-----"u8);
        Assert.Contains("not a vault", Assert.Throws<SiteException>(() => Vault.Open(Path, Passphrase)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SiteException>(() => Vault.CreateAsync(Path, Passphrase, Cancellation));
        Assert.Equal("-----BEGIN SOMETHING-----", await File.ReadAllTextAsync(Path, Cancellation));
    }

    [Fact]
    public async Task A_vault_that_was_damaged_while_open_is_not_overwritten()
    {
        var bytes = await MakeAsync();
        using var vault = Vault.Open(Path, Passphrase);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(Path, bytes, Cancellation);

        await Assert.ThrowsAsync<SiteException>(() => vault.KeepAsync(Printer, Secret, Cancellation));
        await Assert.ThrowsAsync<SiteException>(() => vault.ChangePassphraseAsync("another one", Cancellation));

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path, Cancellation));
    }

    [Fact]
    public async Task A_new_passphrase_opens_it_and_the_old_one_does_not()
    {
        await MakeAsync();
        using var other = Vault.Open(Path, Passphrase);
        using (var vault = Vault.Open(Path, Passphrase)) await vault.ChangePassphraseAsync("another one", Cancellation);

        Assert.Equal(SiteFailure.WrongPassphrase, Assert.Throws<SiteException>(() => Vault.Open(Path, Passphrase)).Failure);
        using var opened = Vault.Open(Path, "another one");
        Assert.Equal("CaNaRy-vault", opened.Find(Printer, SecretKind.Password));
        await Assert.ThrowsAsync<SiteException>(() => other.ForgetAsync("printer", Cancellation));
    }

    [Fact]
    public async Task Two_open_vaults_do_not_undo_each_other()
    {
        await MakeAsync();
        using var one = Vault.Open(Path, Passphrase);
        using var two = Vault.Open(Path, Passphrase);
        var bank = Site.From("bank", FtpUrl.Parse("ftpes://b/"));

        await one.KeepAsync(bank, Secret, Cancellation);
        await two.ForgetAsync("printer", Cancellation);

        using var after = Vault.Open(Path, Passphrase);
        Assert.Equal("CaNaRy-vault", after.Find(bank, SecretKind.Password));
        Assert.Null(after.Find(Printer, SecretKind.Password));
    }

    /// <summary>An FTP proxy ends TLS and hears the password; a tunnel does not.</summary>
    [Theory]
    [InlineData("ftp://evil.example.org", false)]
    [InlineData("socks5://evil.example.org", true)]
    public async Task A_password_is_not_given_to_an_ftp_proxy_that_it_was_not_saved_for(string proxy, bool isGiven)
    {
        await MakeAsync();
        var changed = Printer.With(KnownSettings.Proxy, proxy);
        using var vault = Vault.Open(Path, Passphrase);

        if (isGiven)
        {
            Assert.Equal("CaNaRy-vault", vault.Find(changed, SecretKind.Password));
            return;
        }

        var error = Assert.Throws<SiteException>(() => vault.Find(changed, SecretKind.Password));
        Assert.Contains("printer.example.org port 21 through the FTP proxy", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CaNaRy", error.ToString(), StringComparison.Ordinal);
        await vault.KeepAsync(changed, Secret, Cancellation);
        Assert.Equal("CaNaRy-vault", vault.Find(changed, SecretKind.Password));
    }

    [Fact]
    public async Task A_password_saved_for_a_judged_server_is_not_sent_in_clear_text_or_to_any_certificate()
    {
        await MakeAsync();
        using var vault = Vault.Open(Path, Passphrase);

        foreach (var weak in new[] { KnownSettings.Plaintext, KnownSettings.Insecure })
            Assert.Throws<SiteException>(() => vault.Find(Printer.With(weak, "true"), SecretKind.Password));
    }

    [Theory]
    [InlineData("ftpes://alice@evil.example.org/")]
    [InlineData("ftpes://alice@printer.example.org:2121/")]
    public async Task A_password_is_not_given_to_another_server_than_it_was_saved_for(string url)
    {
        await MakeAsync();
        using var vault = Vault.Open(Path, Passphrase);

        var error = Assert.Throws<SiteException>(() => vault.Find(Site.From("printer", FtpUrl.Parse(url)), SecretKind.Password));

        Assert.Contains("was saved for printer.example.org port 21", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CaNaRy", error.Message + error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_writing_has_another_nonce_and_tells_the_number_of_secrets_by_no_byte()
    {
        var first = await MakeAsync();
        using var vault = Vault.Open(Path, Passphrase);
        await vault.KeepAsync(Printer, new Dictionary<string, string?> { [SecretKind.Account] = "x" }, Cancellation);
        var second = await File.ReadAllBytesAsync(Path, Cancellation);

        Assert.Equal(first.Length, second.Length);
        Assert.Equal(first[..52], second[..52]);
        Assert.NotEqual(first[52..64], second[52..64]);
    }

    private async Task<byte[]> MakeAsync()
    {
        using var vault = await Vault.CreateAsync(Path, Passphrase, Cancellation);
        await vault.KeepAsync(Printer, Secret, Cancellation);
        return await File.ReadAllBytesAsync(Path, Cancellation);
    }
}
