using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using Sealift.TestKit;

namespace Sealift.Doctor.Tests;

/// <summary>A server with AUTH TLS whose answers, before and inside TLS, are a test's.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly OddServer _server;

    public TlsServer(Func<string, string>? inTls = null, bool executesClearText = false, string afterAuth = "", bool resumes = true)
    {
        var certificate = _certificates.IssueServer();
        _server = new OddServer(async (stream, token) =>
        {
            await SayAsync(stream, "220 Here.", token);
            var waiting = "";
            while (true)
            {
                var buffer = new byte[1024];
                var count = await stream.ReadAsync(buffer, token);
                if (count == 0) return;
                var text = Encoding.ASCII.GetString(buffer, 0, count);
                if (!text.StartsWith("AUTH TLS\r\n", StringComparison.Ordinal))
                {
                    await SayAsync(stream, text.StartsWith("FEAT", StringComparison.Ordinal) ? Answer("FEAT") : "530 Not before TLS.", token);
                    continue;
                }

                waiting = text["AUTH TLS\r\n".Length..];
                await SayAsync(stream, "234 Go on." + afterAuth, token);
                break;
            }

            await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate.Certificate,
                    AllowTlsResume = resumes,

                    // Under TLS 1.3 libssl gives tickets all the same, and does not take them.
                    EnabledSslProtocols = resumes ? SslProtocols.None : SslProtocols.Tls12,
                },
                token);
            if (executesClearText && waiting.Length > 0) await SayAsync(tls, "211 Executed.", token);
            while (await HelloServer.ReadLineAsync(tls, token) is { } line) await SayAsync(tls, Answer(line), token);
        });

        string Answer(string line) => inTls?.Invoke(line) ?? (line == "FEAT" ? "211-\r\n AUTH TLS\r\n PBSZ\r\n PROT\r\n211 End" : "200 Fine.");
    }

    public DoctorOptions Options => Examine.Local(_server.Port, _certificates.AuthorityFile);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificates.Dispose();
    }

    private static async Task SayAsync(Stream stream, string text, CancellationToken token) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), token);
}
