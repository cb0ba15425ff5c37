using System.Text;
using Sealift.Client;
using Sealift.Core;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>
/// Every final reply in every order with the end of the data and close_notify (SECURITY, T21). A transfer has succeeded when its end is proven and the
/// reply is 2xx, in whatever order they come, and in no other case.
/// </summary>
public sealed class FinalReplyTests(SweepTotals totals)
{
    private const int AtOnce = 8;

    // What is not waited for in vain needs no limit to end it: only then is a machine that slow.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly byte[] Content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("content of the file\r\n", 2000)));

    public static TheoryData<string> Verbs => ["RETR", "LIST", "MLSD", "STOR"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Only_a_proven_end_and_a_good_reply_together_are_a_success(string verb)
    {
        string[] orders = ["REC", "RCE", "ERC", "ECR", "CRE", "CER"];
        (string? Final, bool Silent)[] finals = [("226", false), ("250", false), ("426", false), ("451", false), ("552", false), (null, false), (null, true)];
        var cases = from version in (TlsVersion[])[TlsVersion.Tls12, TlsVersion.Tls13]
                    from final in finals
                    from order in orders
                    select new FinalReplyCase(verb, version, final.Final, final.Silent, order);
        using var places = new SemaphoreSlim(AtOnce);
        totals.Add($"final replies, {verb}", await Task.WhenAll(cases.Select(async one =>
        {
            await places.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                return await RunAsync(one);
            }
            finally
            {
                places.Release();
            }
        })));
    }

    private static async Task<SweepResult> RunAsync(FinalReplyCase @case)
    {
        var isSaid = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var peer = ScriptedFtpPeer.Start(session => SpeakAsync(session, @case, isSaid));
        var clock = new TestClock();
        var options = new FtpClientOptions
        {
            Host = "127.0.0.1",
            Port = peer.Port,
            Credential = FtpCredential.WithPassword("joe", "secret"),
            Trust = new TrustPolicy { Roots = [peer.Certificate.Issuer] },
            MinTlsVersion = @case.Version,
            MaxTlsVersion = @case.Version,
            Profile = ServerProfile.None,
            TimeProvider = clock,
        };
        var transfer = TransferAsync(options, @case.Verb);

        // Whatever never comes is waited for once everything that comes has come.
        await Task.WhenAny(transfer, isSaid.Task);
        if (!@case.Silent) await Task.WhenAny(transfer, Task.Delay(Patience, TestContext.Current.CancellationToken));
        await clock.PassUntilAsync(transfer, TimeSpan.FromHours(1), hangGuard: TimeSpan.FromMinutes(4));
        List<Violation> violations = [];
        var error = await transfer;
        if (@case.IsGood != error is null) violations.Add(new Violation("I2", error is null ? "a success was told" : "no success was told: " + error));
        if (error is not (null or FtpException)) violations.Add(new Violation("I7", "the cause has no type: " + error));
        if (error is FtpException { IsTransient: false } && @case.Final is not "552") violations.Add(new Violation("I7", "worth another try, and not told so: " + error));
        return new SweepResult(@case.ToString(), isSaid.Task.IsCompletedSuccessfully, violations);
    }

    private static async Task<Exception?> TransferAsync(FtpClientOptions options, string verb)
    {
        try
        {
            await using var client = await FtpClient.ConnectAsync(options, TestContext.Current.CancellationToken);
            switch (verb)
            {
                case "RETR":
                    using (var target = new MemoryStream())
                    {
                        await client.DownloadAsync(FtpPath.Parse("file"), target, cancellationToken: TestContext.Current.CancellationToken);
                        Assert.Equal(Content, target.ToArray());
                    }

                    break;
                case "STOR":
                    using (var source = new MemoryStream(Content))
                        await client.UploadAsync(source, FtpPath.Parse("file"), cancellationToken: TestContext.Current.CancellationToken);
                    break;
                default:
                    var count = 0;
                    await foreach (var entry in client.ListAsync(FtpPath.Parse("/here"), TestContext.Current.CancellationToken)) count++;
                    Assert.Equal(2, count);
                    break;
            }

            return null;
        }
        catch (FtpException e)
        {
            return e;
        }
    }

    private static async Task SpeakAsync(ScriptedSession session, FinalReplyCase @case, TaskCompletionSource isSaid)
    {
        if (@case.Verb == "LIST") session.Answers["FEAT"] = "211-Features:\r\n EPSV\r\n REST STREAM\r\n SIZE\r\n UTF8\r\n211 End";
        await session.BeginExplicitAsync();
        await session.AnswerUntilAsync(@case.Verb);
        await session.SendAsync("150 Here it comes.");
        using var data = await session.Data.AcceptAsync();
        if (@case.Verb == "STOR") await data.ReceiveAsync();
        else await data.SendAsync(Payload(@case.Verb));
        var (isEnded, hasFailed) = (false, false);
        foreach (var step in @case.Order)
        {
            if (step == 'R') hasFailed = @case.Final?[0] != '2';
            switch (step)
            {
                case 'R' when @case.Final is { } final:
                    await session.SendAsync(final + " That was it.");
                    break;
                case 'R' when !@case.Silent:
                    session.Cut();
                    break;
                case 'C' when !isEnded:
                    try
                    {
                        await data.SendCloseNotifyAsync();
                    }
                    catch (IOException) when (hasFailed)
                    {
                        isEnded = true; // who has heard that it failed waits for no end, and may have hung up
                    }

                    break;
                case 'E':
                    data.EndSending();
                    isEnded = true;
                    break;
            }
        }

        isSaid.SetResult();
        await AnswerTheRestAsync(session, @case);
    }

    // What the client says afterwards: ABOR and PWD where it gave up, QUIT.
    private static async Task AnswerTheRestAsync(ScriptedSession session, FinalReplyCase @case)
    {
        if (@case.Final is null)
        {
            if (@case.Silent) await session.StaySilentAsync();
            return;
        }

        await session.AnswerUntilEndAsync();
    }

    private static byte[] Payload(string verb) => verb switch
    {
        "LIST" => "-rw-r--r-- 1 o g 12 Jan  1  2020 one\r\n-rw-r--r-- 1 o g 34 Jan  1  2020 two\r\n"u8.ToArray(),
        "MLSD" => "type=file;size=12; one\r\ntype=file;size=34; two\r\n"u8.ToArray(),
        _ => Content,
    };
}
