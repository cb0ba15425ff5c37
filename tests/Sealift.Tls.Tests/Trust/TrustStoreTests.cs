using System.Globalization;
using System.Text;
using Sealift.TestKit;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Tests.Trust;

[Trait("Threat", "T36")]
public sealed class TrustStoreTests : IDisposable
{
    private const string Pin = "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private const string OtherPin = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private const string Head = "sealift-known-hosts 1\n";

    private readonly TempDirectory _folder = new();

    private string Path => _folder.Combine("sub/known_hosts");

    private TrustStore Store => new(Path);

    [Fact]
    public async Task An_absent_file_holds_nothing_and_stays_absent()
    {
        Assert.Empty(await Store.ListAsync());
        Assert.Null(await Store.FindAsync("localhost", 21));
        Assert.False(await Store.RemoveAsync("localhost", 21));
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public async Task What_was_added_is_found_again_whole()
    {
        using var ca = new TestCertificates();
        var issued = ca.Issue(new TestCertificateOptions { CommonName = "a \"quoted\" \\ name\u0007 with ünïcödé" });
        var host = KnownHost.From("FTP.Example.org", 990, issued.Certificate, Time("2026-02-03T04:05:06Z"));

        Assert.True(await Store.AddAsync(host));

        var found = await Store.FindAsync("ftp.example.ORG", 990);
        Assert.Equal(host with { Host = "ftp.example.org" }, found);
        Assert.DoesNotContain(await File.ReadAllTextAsync(Path), c => char.IsControl(c) && c != '\n');
        Assert.Null(await Store.FindAsync("ftp.example.org", 21));
    }

    [Fact]
    public async Task Addresses_and_bare_pins_are_kept_too()
    {
        await Store.AddAsync(Host("::1", 21));
        await Store.AddAsync(Host("127.0.0.1", 21));

        Assert.NotNull(await Store.FindAsync("0:0:0:0:0:0:0:1", 21));
        Assert.Equal(["::1", "127.0.0.1"], (await Store.ListAsync()).Select(host => host.Host));
        Assert.Contains($"[::1]:21 {Pin} 2026-01-01T00:00:00Z - -\n", await File.ReadAllTextAsync(Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named_and_stays()
    {
        var store = new TrustStore(System.IO.Path.Join(_folder.Write("a_file", []), "known_hosts"));

        var failure = await Assert.ThrowsAsync<TlsException>(() => store.AddAsync(Host("a.example", 21)).AsTask());

        Assert.Equal(TlsFailure.TrustStoreUnusable, failure.Failure);
        Assert.Contains(store.Path, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Hint);
    }

    [Fact]
    public async Task Another_key_replaces_only_when_told_to()
    {
        await Store.AddAsync(Host("a.example", 21));

        Assert.False(await Store.AddAsync(Host("a.example", 21, OtherPin)));
        Assert.Equal(Pin, (await Store.FindAsync("a.example", 21))?.Pin.ToString());
        Assert.True(await Store.AddAsync(Host("a.example", 21, OtherPin), replace: true));
        Assert.Equal(OtherPin, (await Store.FindAsync("a.example", 21))?.Pin.ToString());
        Assert.Single(await Store.ListAsync());
    }

    [Fact]
    public async Task Comments_order_and_blank_lines_survive_changes()
    {
        var text = $"{Head}# mine\n\nb.example:21 {Pin} 2026-01-01T00:00:00Z - -\n  # indented\na.example:21 {Pin} 2026-01-01T00:00:00Z - -\n";
        Write(text);

        await Store.AddAsync(Host("c.example", 990));
        await Store.RemoveAsync("b.example", 21);

        Assert.Equal(
            $"{Head}# mine\n\n  # indented\na.example:21 {Pin} 2026-01-01T00:00:00Z - -\nc.example:990 {Pin} 2026-01-01T00:00:00Z - -\n",
            await File.ReadAllTextAsync(Path));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("a.example:21 x\n", 1)]
    [InlineData("sealift-known-hosts\n", 1)]
    [InlineData("sealift-known-hosts 0\n", 1)]
    [InlineData("sealift-known-hosts 2\n", 1)]
    [InlineData("sealift-known-hosts one\n", 1)]
    [InlineData(Head + "a.example:21\n", 2)]
    [InlineData(Head + "# fine\na.example:21 sha256//short 2026-01-01T00:00:00Z - -\n", 3)]
    [InlineData(Head + "a.example " + Pin + " 2026-01-01T00:00:00Z - -\n", 2)]
    [InlineData(Head + "a.example:99999 " + Pin + " 2026-01-01T00:00:00Z - -\n", 2)]
    [InlineData(Head + "a.example:+21 " + Pin + " 2026-01-01T00:00:00Z - -\n", 2)]
    [InlineData(Head + "a.example:21 " + Pin + " yesterday - -\n", 2)]
    [InlineData(Head + "a.example:21 " + Pin + " 2026-01-01T00:00:00Z 2026 -\n", 2)]
    [InlineData(Head + "a.example:21 " + Pin + " 2026-01-01T00:00:00Z - CN=x\n", 2)]
    [InlineData(Head + "a.example:21 " + Pin + " 2026-01-01T00:00:00Z - \"CN=x\n", 2)]
    [InlineData(Head + "a.example:21 " + Pin + " 2026-01-01T00:00:00Z - \"CN=x\" more\n", 2)]
    [InlineData(Head + "a.example:21 " + Pin + " 2026-01-01T00:00:00Z - -", 2)]
    [InlineData(Head + "a.example:21 " + Pin + " 2026-01-01T00:00:00Z - -\nA.example:21 " + OtherPin + " 2026-01-01T00:00:00Z - -\n", 3)]
    [InlineData(Head + "a.example:21 " + Pin + " 2026-01-01T00:00:00Z - -\na.example:21 " + OtherPin + " 2026-01-01T00:00:00Z - -\n", 3)]
    public async Task A_damaged_or_newer_file_is_named_with_its_line_and_left_alone(string text, int line)
    {
        Write(text);

        foreach (var use in new Func<Task>[]
        {
            () => Store.FindAsync("a.example", 21).AsTask(),
            () => Store.ListAsync().AsTask(),
            () => Store.AddAsync(Host("z.example", 21), replace: true).AsTask(),
            () => Store.RemoveAsync("a.example", 21).AsTask(),
        })
        {
            var failure = await Assert.ThrowsAsync<TlsException>(use);
            Assert.Equal(TlsFailure.TrustStoreUnusable, failure.Failure);
            Assert.Contains(Path, failure.Message, StringComparison.Ordinal);
            Assert.Contains($"line {line}:", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal(text, await File.ReadAllTextAsync(Path));
    }

    [Fact]
    public async Task A_file_that_is_no_text_is_named_with_its_line()
    {
        Write(Head);
        await File.AppendAllTextAsync(Path, "# fine\n");
        await using (var file = new FileStream(Path, FileMode.Append)) file.Write([0xC3, 0x28, 0x0A]);

        var failure = await Assert.ThrowsAsync<TlsException>(() => Store.ListAsync().AsTask());

        Assert.Contains("line 3:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_unusable()
    {
        Directory.CreateDirectory(Path);

        var failure = await Assert.ThrowsAsync<TlsException>(() => Store.FindAsync("a.example", 21).AsTask());

        Assert.Equal(TlsFailure.TrustStoreUnusable, failure.Failure);
    }

    [Fact]
    public async Task Every_cut_of_the_file_is_noticed_or_ends_between_two_lines()
    {
        await Store.AddAsync(Host("a.example", 21) with { Subject = "CN=a", NotBefore = Time("2026-01-01T00:00:00Z"), NotAfter = Time("2027-01-01T00:00:00Z") });
        await Store.AddAsync(Host("b.example", 21));
        var whole = await File.ReadAllBytesAsync(Path);
        for (var length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(Path, whole[..length]);
            if (length > 0 && whole[length - 1] == '\n')
            {
                await Store.ListAsync();
                continue;
            }

            var failure = await Assert.ThrowsAsync<TlsException>(() => Store.ListAsync().AsTask());
            Assert.Equal(TlsFailure.TrustStoreUnusable, failure.Failure);
        }
    }

    [Fact]
    public async Task Only_the_owner_can_read_what_was_made()
    {
        await Store.AddAsync(Host("a.example", 21));

        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner, File.GetUnixFileMode(Path));
        Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Combine("sub")));
    }

    [Fact]
    public async Task Many_writers_lose_nothing()
    {
        var unhurried = new TrustStore(Path, new SlowTime(10, TimeSpan.FromSeconds(1))); // ten seconds for the lock are few where each of twenty flushes to a slow disk
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => unhurried.AddAsync(Host($"host{i}.example", 21)).AsTask())));

        Assert.Equal(20, (await Store.ListAsync()).Count);
        Assert.Equal(["known_hosts", "known_hosts.lock"], Directory.GetFiles(_folder.Combine("sub")).Select(System.IO.Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_link_stays_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights on Windows");
        Directory.CreateDirectory(_folder.Combine("sub"));
        File.CreateSymbolicLink(Path, _folder.Combine("elsewhere"));

        await Store.AddAsync(Host("a.example", 21));

        Assert.NotNull(new FileInfo(Path).LinkTarget);
        Assert.Contains("a.example:21", await File.ReadAllTextAsync(_folder.Combine("elsewhere")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("a\nb")]
    [InlineData("#a")]
    public async Task A_host_that_would_break_the_line_is_rejected(string host)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.AddAsync(Host(host, 21)).AsTask());

        Assert.False(File.Exists(Path));
    }

    public void Dispose() => _folder.Dispose();

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static KnownHost Host(string host, int port, string pin = Pin) =>
        new() { Host = host, Port = port, Pin = SpkiPin.Parse(pin), Added = Time("2026-01-01T00:00:00Z") };

    private void Write(string text)
    {
        Directory.CreateDirectory(_folder.Combine("sub"));
        File.WriteAllBytes(Path, Encoding.UTF8.GetBytes(text));
    }
}
