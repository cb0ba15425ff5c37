using Sealift.Core;
using Sealift.TestKit;

namespace Sealift.Sites.Tests;

public sealed class SiteStoreTests : IDisposable
{
    private readonly TempDirectory _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_file_is_made_for_its_owner_alone_and_replaced_as_a_whole()
    {
        var store = new SiteStore(_home.Combine("deep/er/sites.toml"));

        await store.ChangeAsync(file => file.With(Named("a")), Cancellation);
        await store.ChangeAsync(file => file.With(Named("b")), Cancellation);

        Assert.Equal(["a", "b"], store.Read().Sites.Select(site => site.Name));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.Path));
        Assert.Equal(["sites.toml", "sites.toml.lock"], Directory.GetFiles(_home.Combine("deep/er")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Twenty_changes_at_once_all_hold()
    {
        var store = new SiteStore(_home.Combine("sites.toml"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => new SiteStore(store.Path).ChangeAsync(file => file.With(Named($"s{i}")), Cancellation)));

        Assert.Equal(20, store.Read().Sites.Count());
    }

    [Theory]
    [InlineData("[a]\nhots = \"h\"\n")]
    [InlineData("[a]\nhost = \"\ud800\"\n")]
    public async Task A_file_that_cannot_be_understood_is_left_as_it_is(string text)
    {
        var bytes = System.Text.Encoding.Latin1.GetBytes(text.Replace("\ud800", "\u00ff", StringComparison.Ordinal));
        var store = new SiteStore(_home.Write("sites.toml", bytes));

        Assert.Throws<SiteException>(() => store.Read());
        await Assert.ThrowsAsync<SiteException>(() => store.ChangeAsync(file => file.With(Named("b")), Cancellation));

        Assert.Equal(bytes, await File.ReadAllBytesAsync(store.Path, Cancellation));
    }

    [Fact]
    public async Task A_link_to_the_file_stays_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs symbolic links.");
        var real = _home.Write("real.toml", "\uFEFF[a]\nhost = \"h\"\n"u8);
        var link = _home.Combine("sites.toml");
        File.CreateSymbolicLink(link, real);

        await new SiteStore(link).ChangeAsync(file => file.With(file.Find("a")!.With(KnownSettings.User, "u")), Cancellation);

        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal("[a]\nhost = \"h\"\nuser = \"u\"\n", await File.ReadAllTextAsync(real, Cancellation));
    }

    [Fact]
    public void A_name_that_is_not_there_brings_the_nearest_one()
    {
        var store = new SiteStore(_home.Write("sites.toml", "[printer]\nhost = \"h\"\n[bank]\nhost = \"h\"\n"u8));

        var error = Assert.Throws<SiteException>(() => store.Get("pirnter"));

        Assert.Equal(SiteFailure.NotFound, error.Failure);
        Assert.Contains("Did you mean printer?", error.Hint, StringComparison.Ordinal);
    }

    private static Site Named(string name) => Site.From(name, FtpUrl.Parse("ftpes://h/"));
}
