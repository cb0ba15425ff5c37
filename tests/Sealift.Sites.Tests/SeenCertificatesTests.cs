using Sealift.TestKit;

namespace Sealift.Sites.Tests;

public sealed class SeenCertificatesTests : IDisposable
{
    private static readonly DateTimeOffset Seen = new(2026, 11, 22, 12, 30, 0, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();

    private string File => _directory.Combine("certificates");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_was_seen_is_read_as_it_was_kept()
    {
        var seen = new SeenCertificate("ftp.example.org", 990, Seen, Seen.AddDays(-30), Seen.AddDays(60));

        await new SeenCertificates(File).KeepAsync(seen, Cancellation);

        Assert.Equal(seen, new SeenCertificates(File).Find("FTP.example.org", 990));
        Assert.Null(new SeenCertificates(File).Find("ftp.example.org", 21));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public async Task A_renewed_certificate_takes_the_place_of_the_old_one_and_the_same_one_changes_nothing()
    {
        var store = new SeenCertificates(File);
        await store.KeepAsync(new SeenCertificate("a", 21, Seen, Seen, Seen.AddDays(1)), Cancellation);
        await store.KeepAsync(new SeenCertificate("b", 21, Seen, Seen, Seen.AddDays(2)), Cancellation);
        var text = await System.IO.File.ReadAllTextAsync(File, Cancellation);

        await store.KeepAsync(new SeenCertificate("a", 21, Seen.AddDays(1), Seen, Seen.AddDays(1)), Cancellation);
        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(File, Cancellation));
        await store.KeepAsync(new SeenCertificate("A", 21, Seen.AddDays(1), Seen, Seen.AddDays(90)), Cancellation);

        Assert.Equal([("b", Seen.AddDays(2)), ("A", Seen.AddDays(90))], store.Read().Select(seen => (seen.Host, seen.NotAfter)));
    }

    [Fact]
    public async Task Lines_that_are_none_are_left_out()
    {
        await System.IO.File.WriteAllTextAsync(File, "# x\na 21\na 0 2026-11-22T12:30:00Z 2026-11-22T12:30:00Z 2026-11-22T12:30:00Z\na 21 yesterday 2026-11-22T12:30:00Z 2026-11-22T12:30:00Z\n", Cancellation);

        Assert.Empty(new SeenCertificates(File).Read());
    }
}
