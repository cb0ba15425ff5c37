using System.Text;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using Sealift.Tls;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>Data connections are as protected as the control connection, by the same server, or there are none.</summary>
[Trait("Threat", "T5")]
[Trait("Threat", "T6")]
[Trait("Peer", "hostile")]
public sealed class DataProtectionTests
{
    [Theory]
    [InlineData("534 Not here.", true)]
    [InlineData("536 Not with this mechanism.", true)]
    [InlineData("431 Not now.", true)]
    [InlineData("500 What?", true)]
    [InlineData("534 Not here.", false)]
    [InlineData("331 Perhaps.", false)]
    public async Task Refused_protection_ends_the_session_before_any_data(string reply, bool isPipelining)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["PROT"] = reply;
            await session.BeginExplicitAsync();
            await Assert.ThrowsAsync<ScriptMismatchException>(() => session.AnswerUntilAsync("RETR"));
        });

        var error = await Assert.ThrowsAsync<FtpTlsException>(
            () => peer.ConnectAsync(options => options with { Pipelining = isPipelining }));

        Assert.True(error.IsRefusedByServer);
        await peer.Completion;
        Assert.Single(peer.Sessions);
    }

    [Theory]
    [InlineData("RETR")]
    [InlineData("MLSD")]
    public async Task Data_in_clear_text_after_an_accepted_protection_is_refused(string verb)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync(verb);
            await session.SendAsync("150 Here it comes, in clear text.");
            using (var data = await session.Data.AcceptAsync(tls: false))
            {
                await data.SendAsync("type=file; evil\r\n"u8.ToArray());
                await data.CloseAsync();
            }

            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync();

        var error = await Assert.ThrowsAsync<FtpTlsException>(
            () => verb == "RETR" ? client.GetAsync() : client.EntriesAsync());

        Assert.Equal(TlsFailure.NotTls, error.Failure);
        Assert.Equal(0, client.DataConnections);
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, false)]
    [InlineData(TlsVersion.Tls12, true)]
    [InlineData(TlsVersion.Tls13, false)]
    [InlineData(TlsVersion.Tls13, true)]
    public async Task Data_connection_with_another_key_is_refused_and_the_old_file_stays(TlsVersion version, bool isSelfSigned)
    {
        using var certificates = new TestCertificates();
        using var directory = new TempDirectory();
        directory.Write("file", "old content"u8);
        await using var peer = ScriptedFtpPeer.Start(
            async session =>
            {
                await session.BeginUntilAsync("RETR");
                await session.SendAsync("150 Here it comes.");

                // A server learns of the refusal in its handshake or, under TLS 1.3, after it; as an alert or as a mere end.
                await Record.ExceptionAsync(async () =>
                {
                    using var data = await session.Data.AcceptAsync();
                    Assert.Empty(await data.ReceiveAsync());
                });
                await session.SendAsync("426 You hung up.");
                await session.AnswerToTheEndAsync();
            },
            new()
            {
                Certificate = certificates.IssueServer(),
                DataCertificate = certificates.Issue(new TestCertificateOptions { SelfSigned = isSelfSigned }),
            });
        await using var client = await peer.ConnectAsync(options => options.Only(version));

        // The TLS failure tells more than the 426 that follows from it, but the server's word may come first.
        var error = await Assert.ThrowsAnyAsync<FtpException>(async () =>
        {
            await using var target = await new LocalFileStore(directory.Path).OpenWriteAsync(RemoteFile, FileWriteOptions.Replace, Stop);
            await client.DownloadAsync(RemoteFile, target, cancellationToken: Stop);
            await target.CompleteAsync(Stop);
        });

        Assert.Equal(TlsFailure.CertificateChanged, Assert.IsType<FtpTlsException>(error).Failure);
        Assert.Equal("old content", await File.ReadAllTextAsync(directory.Combine("file"), Stop));
        Assert.Single(Directory.GetFileSystemEntries(directory.Path));
        await client.AssertUsableAsync();
        await peer.Completion;
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public async Task Data_connection_with_the_same_key_is_accepted_and_resumed(TlsVersion version)
    {
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            await session.BeginUntilAsync("RETR");
            await session.SendAsync("150 Here it comes.");
            using (var data = await session.Data.AcceptAsync()) await data.SendAllAsync("content"u8.ToArray());
            await session.SendAsync("226 Done.");
            await session.AnswerToTheEndAsync();
        });
        await using var client = await peer.ConnectAsync(options => options.Only(version) with { Host = "localhost" });

        Assert.Equal("content", Encoding.ASCII.GetString(await client.GetAsync()));

        Assert.Equal((1, 1), (client.DataConnections, client.ResumedDataConnections));
        await client.AssertUsableAsync();
        await peer.Completion;
    }
}
