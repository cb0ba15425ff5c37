using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Demo;

/// <summary>One session against the demo's server: login, listing, download, upload, compare; shown as a conversation.</summary>
internal sealed class DemoSession(Terminal terminal, DemoServer server, Claims claims)
{
    private const int UploadLength = 300_000;

    /// <summary>Runs the session and checks what it claims.</summary>
    /// <param name="mode">Explicit or implicit.</param>
    /// <param name="host">How the host is called: by name or by address.</param>
    /// <param name="version">The TLS version to use.</param>
    /// <param name="cancellationToken">Ends the session.</param>
    /// <returns>The control connection's TLS facts.</returns>
    public async Task<TlsInfo> RunAsync(FtpTlsMode mode, string host, TlsVersion version, CancellationToken cancellationToken)
    {
        var word = mode == FtpTlsMode.Implicit ? "implicit" : "explicit";
        var point = mode == FtpTlsMode.Implicit ? server.Implicit : server.Explicit;
        var timeline = new SessionTimeline();
        var options = Options(mode, host, point, version) with { Timeline = timeline };
        terminal.Out.WriteLine($"== {word} TLS: {host} port {point.Port}");
        terminal.Out.WriteLine();

        var client = await FtpClient.ConnectAsync(options, cancellationToken);
        await using (client)
        {
            var found = await ListAsync(client, cancellationToken);
            using var received = new MemoryStream();
            var download = await client.DownloadAsync(FtpPath.Home.Append(DemoServer.FileName), received, cancellationToken: cancellationToken);
            var sent = RandomNumberGenerator.GetBytes(UploadLength);
            var name = $"upload {word}.bin";
            var upload = await client.UploadAsync(new MemoryStream(sent), FtpPath.Home.Append(name), cancellationToken: cancellationToken);
            var size = await client.GetSizeAsync(FtpPath.Home.Append(name), cancellationToken);
            await client.QuitAsync(cancellationToken);

            TimelineText.Write(terminal.Out, timeline.Events, options: terminal.Timeline);
            terminal.Out.WriteLine();
            var control = client.Tls!;

            // The platform's TLS keeps to 1.2, where a session may be used again and again.
            var expected = control.Backend == TlsBackend.Platform ? TlsVersion.Tls12 : version;
            claims.Check($"the control connection is {control}", control.Version == expected && !control.Resumed);
            claims.Check("the listing shows the file with its size", found?.Size == server.Content.Length);
            claims.Check(Bytes("downloaded", received.Length, "equal to the file on the server's disk"), received.ToArray().AsSpan().SequenceEqual(server.Content));
            claims.Check(Bytes("uploaded", sent.Length, "equal on the server's disk, and SIZE agrees"), server.OnDisk(name).AsSpan().SequenceEqual(sent) && size == sent.Length);
            claims.Check("both ends were proven by close_notify", download.Tls?.CloseNotifyReceived == true && upload.Tls?.CloseNotifyReceived == true);
            claims.Check(
                $"{client.ResumedDataConnections} of {client.DataConnections} data connections resumed the control connection's session",
                client.DataConnections == 3 && client.ResumedDataConnections == 3 && download.Tls?.Resumed == true && upload.Tls?.Resumed == true);
            CheckConversation(timeline.Events);
            terminal.Out.WriteLine();
            return control;
        }
    }

    /// <summary>The options of a session that trusts the demo's server by its key.</summary>
    public FtpClientOptions Options(FtpTlsMode mode, string host, IPEndPoint point, TlsVersion version = TlsVersion.Tls13) => new()
    {
        Host = host,
        Port = point.Port,
        Mode = mode,
        Credential = FtpCredential.WithPassword(DemoServer.User, server.Password),
        Trust = new TrustPolicy { Pins = [server.Pin] },
        MaxTlsVersion = version,
    };

    private static async Task<FtpEntry?> ListAsync(FtpClient client, CancellationToken cancellationToken)
    {
        FtpEntry? found = null;
        await foreach (var entry in client.ListAsync(FtpPath.Home, cancellationToken))
        {
            if (entry.Name == DemoServer.FileName) found = entry;
        }

        return found;
    }

    private static string Bytes(string what, long count, string how) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} {count:N0} bytes, {how}");

    // Read off the conversation itself, not off what the client says of itself.
    private void CheckConversation(IReadOnlyList<TimelineEvent> events)
    {
        var control = events.Where(one => one.Channel == 0).ToList();
        var secured = control.FindIndex(one => one is ChannelSecured);
        var user = control.FindIndex(one => one is CommandSent { Command.Verb: "USER" });
        claims.Check("no user name was sent before TLS", secured >= 0 && user > secured);

        var sent = control.OfType<CommandSent>().Select(one => one.Command.ToString()).ToList();
        claims.Check("data is protected: PBSZ 0, PROT P", sent.Contains("PBSZ 0") && sent.Contains("PROT P") && !sent.Contains("PROT C"));

        using var text = new StringWriter();
        TimelineText.Write(text, events);
        claims.Check("the conversation does not show the password", !text.ToString().Contains(server.Password, StringComparison.Ordinal));
    }
}
