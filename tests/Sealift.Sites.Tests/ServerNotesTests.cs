using Sealift.Client;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Sites.Tests;

public sealed class ServerNotesTests : IDisposable
{
    private static readonly DateTimeOffset Examined = new(2026, 11, 22, 12, 30, 0, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();

    private string File => _directory.Combine("servers");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Note_is_read_as_it_was_written()
    {
        var note = new ServerNote("ftp.example.org", 990, Examined)
        {
            Family = "zos",
            Facts = new FtpHostFacts { Pipelining = false, Epsv = true, MaxTlsVersion = TlsVersion.Tls12, ImplicitHandshake = FtpImplicitHandshake.AfterGreeting, Sessions = 3 },
        };

        await new ServerNotes(File).SaveAsync(note, TestContext.Current.CancellationToken);

        Assert.Equal(note, new ServerNotes(File).Find("FTP.example.org", 990));
        Assert.Null(new ServerNotes(File).Find("ftp.example.org", 21));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public async Task New_note_takes_the_place_of_the_old_one_and_leaves_every_other_line_as_it_is()
    {
        await System.IO.File.WriteAllTextAsync(File, "# mine\nnonsense\nother.example.org 21 2026-01-01T00:00Z epsv=no later=unknown\na 21 2026-01-01T00:00Z epsv=no\n", TestContext.Current.CancellationToken);

        await new ServerNotes(File).SaveAsync(new ServerNote("a", 21, Examined), TestContext.Current.CancellationToken);

        Assert.Equal("# mine\nnonsense\nother.example.org 21 2026-01-01T00:00Z epsv=no later=unknown\na 21 2026-11-22T12:30Z\n", await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
        Assert.False(new ServerNotes(File).Find("other.example.org", 21)!.Facts.Epsv);
    }

    [Fact]
    public void Absent_file_has_no_notes() => Assert.Null(new ServerNotes(File).Find("a", 21));
}
