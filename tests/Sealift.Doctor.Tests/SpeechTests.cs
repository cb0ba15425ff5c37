using System.Net.Security;
using System.Text;
using Sealift.Doctor.Reporting;
using Sealift.TestKit;

namespace Sealift.Doctor.Tests;

public sealed class SpeechTests
{
    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n", "speaks SSH")]
    [InlineData("+OK POP3 ready\r\n", "not FTP")]
    [InlineData("* OK IMAP4rev1\r\n", "not FTP")]
    [InlineData("\x1\x2\x3\x4 binary nonsense", "not FTP")]
    [InlineData("220 well begun\r\n999 and then nonsense\r\nblah\r\n", "does not speak FTP")]
    [InlineData("220 well begun\r\n", "speaks FTP")]
    public async Task Service_is_named_by_its_first_words(string words, string expected)
    {
        var clock = new TestClock();
        var heard = new TaskCompletionSource();
        await using var server = OddServer.Saying(words, heard);

        // Who is asked something does not answer, and is waited for until the clock lets the wait end.
        var examining = Examine.OneAsync(Examine.Local(server.Port, clock), "SL-NET-53");
        await Task.WhenAny(heard.Task, examining);
        await clock.PassUntilAsync(examining, Examine.Silence * 4);
        var finding = await examining;

        Assert.Contains(expected, finding.Summary, StringComparison.Ordinal);
        Assert.Equal(expected == "speaks FTP" ? Verdict.Good : Verdict.Problem, finding.Verdict);
    }

    [Fact]
    public async Task Mail_server_is_told_from_a_file_server_by_its_codes()
    {
        await using var server = Answering("220 mail.example.org ESMTP", _ => "250 OK");

        var finding = await Examine.OneAsync(Examine.Local(server.Port), "SL-NET-53");

        Assert.Equal("Another service answers", finding.Fault?.Title);
        Assert.Contains("speaks SMTP", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Web_server_is_named_although_it_waits_for_words()
    {
        await using var server = new OddServer(async (stream, token) =>
        {
            await stream.ReadExactlyAsync(new byte[4], token);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), token);
        });

        var clock = new TestClock();
        var examining = Examine.OneAsync(Examine.Local(server.Port, clock), "SL-NET-53");
        await clock.EndAsync(Examine.Silence);
        var finding = await examining;

        Assert.Contains("speaks HTTP", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Web_server_behind_tls_that_takes_one_connection_at_a_time_is_named()
    {
        using var certificates = new TestCertificates();
        var certificate = certificates.IssueServer();
        using var alone = new SemaphoreSlim(1);
        var secured = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new OddServer(async (stream, token) =>
        {
            await alone.WaitAsync(token);
            try
            {
                await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
                await tls.AuthenticateAsServerAsync(certificate.Certificate);
                secured.TrySetResult();
                while (await HelloServer.ReadLineAsync(tls, token) is { Length: > 0 }) asked.TrySetResult();
                await tls.WriteAsync("HTTP/1.0 404 Not Found\r\n\r\n"u8.ToArray(), token);
            }
            finally
            {
                alone.Release();
            }
        });

        var clock = new TestClock();
        var examining = Examine.RunAsync(Examine.Local(server.Port, clock, certificates.AuthorityFile));
        await clock.EndAsync(Examine.Silence); // for a greeting in clear text
        await secured.Task;
        await clock.PassUntilAsync(asked.Task, Examine.Silence * 4); // and for one inside TLS; the handshake's own limit may still stand
        var report = await examining;

        var finding = Assert.Single(report.With(Verdict.Problem));
        Assert.Equal("Another service answers", finding.Fault?.Title);
        Assert.Contains("speaks HTTP inside TLS", finding.Summary, StringComparison.Ordinal);
        Assert.False(report.IsReached);
        using var text = new StringWriter();
        DoctorText.Write(text, report);
        Assert.Contains("checks need one", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("--user", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_hangs_up_at_once_is_named()
    {
        await using var server = new OddServer((_, _) => Task.CompletedTask);

        var finding = await Examine.OneAsync(Examine.Local(server.Port), "SL-NET-53");

        Assert.Equal("The server hangs up at once", finding.Fault?.Title);
    }

    [Fact]
    public async Task Server_that_is_full_is_named()
    {
        await using var server = OddServer.Saying("421 Too many users.\r\n");

        var finding = await Examine.OneAsync(Examine.Local(server.Port), "SL-NET-53");

        Assert.Equal("The server does not take the connection now", finding.Fault?.Title);
    }

    [Fact]
    public async Task Silent_port_is_waited_for_once_and_everything_else_is_told_as_not_checked()
    {
        await using var server = new OddServer(OddServer.HearAsync);

        var options = Examine.Local(server.Port);
        var report = await Examine.RunAsync(options with { Client = options.Client with { ReplyTimeout = TimeSpan.FromSeconds(1) } });

        var silent = Assert.Single(report.Findings, finding => finding.Verdict == Verdict.Problem);
        Assert.Equal("The port accepts connections and says nothing", silent.Fault!.Title);
        Assert.False(report.IsReached);
        Assert.Equal(DoctorCheck.All.Count, report.Findings.Count);

        // The greeting, the beginning of TLS, and one for each address.
        Assert.InRange(server.Connections, 2, 4);
    }

    [Fact]
    public async Task Nonsense_without_end_is_read_within_bounds()
    {
        await using var server = new OddServer(async (stream, token) =>
        {
            var nonsense = Encoding.ASCII.GetBytes("220-" + new string('x', 4000) + "\r\n");
            while (true) await stream.WriteAsync(nonsense, token);
        });

        var report = await Examine.RunAsync(Examine.Local(server.Port));

        Assert.False(report.IsReached);
        var finding = Assert.Single(report.Findings, finding => finding.Id == "SL-NET-53");
        Assert.Contains("does not speak FTP", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Implicit_server_under_an_explicit_address_is_told_with_the_right_one()
    {
        await using var server = await HealthyServer.StartAsync();

        var clock = new TestClock();
        var examining = Examine.OneAsync(Examine.Local(server.ImplicitPort, clock, server.AuthorityFile), "SL-NET-53");
        await clock.EndAsync(Examine.Silence);
        var finding = await examining;

        Assert.StartsWith("TLS begins with the first byte", finding.Fault?.Title, StringComparison.Ordinal);
        Assert.Contains($"ftps://127.0.0.1:{server.ImplicitPort}", finding.Meanwhile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explicit_server_under_an_implicit_address_is_told_with_the_right_one()
    {
        await using var server = await HealthyServer.StartAsync();
        var options = server.Options with { Client = server.Options.Client with { Mode = Core.FtpTlsMode.Implicit } };

        var finding = await Examine.OneAsync(options, "SL-NET-53");

        Assert.StartsWith("The server greets in clear text", finding.Fault?.Title, StringComparison.Ordinal);
        Assert.Contains($"ftpes://127.0.0.1:{server.Port}", finding.Meanwhile, StringComparison.Ordinal);
    }

    /// <summary>A server that greets and answers every line.</summary>
    internal static OddServer Answering(string greeting, Func<string, string> answer) => new(async (stream, token) =>
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(greeting + "\r\n"), token);
        while (await reader.ReadLineAsync(token) is { } line) await stream.WriteAsync(Encoding.ASCII.GetBytes(answer(line) + "\r\n"), token);
    });
}
