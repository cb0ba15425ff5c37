using Sealift.App.Asking;
using Sealift.App.Connecting;
using Sealift.App.Live;
using Sealift.App.Start;
using Sealift.Cli.CommandLine;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.TestKit;

namespace Sealift.App.Tests.Frame;

public sealed class SampleServerTests
{
    [Fact]
    public async Task The_practice_server_is_opened_by_its_own_key_and_password_without_a_question()
    {
        using var home = new TempDirectory();
        var cancellationToken = TestContext.Current.CancellationToken;
        var log = new EventLog(TimeProvider.System);
        var person = new Person();
        var records = new SessionRecords(TimeProvider.System, log);
        await using var practice = new SampleServer(TimeProvider.System, log, home.Path);
        await practice.StartAsync(cancellationToken);
        using var terminal = new AppTerminal(person, log, practice);

        await using var site = await new Connections(terminal, records, person, log).OpenAsync(practice.Address!, "test", cancellationToken);

        var names = new List<string>();
        await foreach (var entry in site.Store.ListAsync(FtpPath.Home, cancellationToken)) names.Add(entry.Name);
        Assert.Equal(["Inbox", "Large file.bin", "Reports", "Welcome.txt"], names.Order(StringComparer.Ordinal));
        Assert.Empty(person.Open);
        Assert.DoesNotContain(log.Lines, static line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
        Assert.Contains(records.All[0].Timeline.Events, static happened => happened is CertificateTrusted { Reason: var reason } && reason.Contains("pinned", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_known_of_other_servers_nor_after_its_end_and_nothing_is_left()
    {
        using var home = new TempDirectory();
        await using var practice = new SampleServer(TimeProvider.System, new EventLog(TimeProvider.System), home.Path);
        await practice.StartAsync(TestContext.Current.CancellationToken);
        var location = new RemoteLocation(FtpUrl.Parse(practice.Address!));
        var folder = Path.GetDirectoryName(practice.LocalFolder!)!;
        Assert.NotNull(practice.Find(location));
        Assert.Null(practice.Find(new RemoteLocation(FtpUrl.Parse("ftpes://guest@127.0.0.1:1/"))));
        Assert.Null(practice.Find(new RemoteLocation(FtpUrl.Parse($"ftpes://guest@ftp.example.org:{location.Port}/"))));

        await practice.StopAsync();

        Assert.Null(practice.Find(location));
        Assert.Null(practice.Address);
        Assert.False(Directory.Exists(folder));
        Assert.Empty(Directory.EnumerateFileSystemEntries(home.Path));
    }

    [Fact]
    public void Only_what_a_killed_program_left_is_removed()
    {
        using var home = new TempDirectory();
        var log = new EventLog(TimeProvider.System);
        using var living = PracticeFolder.Create(home.Path);
        home.Write("0badcafe.lock", []);
        Directory.CreateDirectory(home.Combine("0badcafe/Server"));
        home.Write("0badcafe/Server/Welcome.txt", "left"u8);
        home.Write("feedbeef.lock", []); // killed before its folder was made

        PracticeFolder.Sweep(home.Path, log);

        Assert.Equal([living.FullName, living.FullName + ".lock"], Directory.EnumerateFileSystemEntries(home.Path).Order(StringComparer.Ordinal));
        Assert.Empty(log.Lines);
    }
}
