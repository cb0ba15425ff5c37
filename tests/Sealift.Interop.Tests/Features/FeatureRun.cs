using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.Core.Wire;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests.Features;

/// <summary>One server while one feature is tried on it.</summary>
public sealed class FeatureRun(Peer peer, Func<string, Peer?> find)
{
    public Peer Peer { get; } = peer;

    public SessionTimeline Timeline { get; } = new();

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The content that features carry: more than one TLS record, with every byte and both line ends.</summary>
    public static byte[] Content { get; } = [.. Enumerable.Range(0, 60_000).Select(static i => (byte)((i * 7) ^ (i >> 8)))];

    /// <summary>Another instance, where it exists.</summary>
    public Peer? Find(string name) => find(name);

    public FtpClientOptions Options(TlsVersion version = TlsVersion.Tls13, string host = "127.0.0.1") =>
        ClientWork.Options(Peer, host, version, TlsBackend.OpenSsl) with { MinTlsVersion = TlsVersion.Tls12, Timeline = Timeline };

    public async Task<FtpClient> ConnectAsync(Func<FtpClientOptions, FtpClientOptions>? change = null) =>
        await FtpClient.ConnectAsync((change ?? (static options => options))(Options()), Stop);

    /// <summary>Connects, makes a directory, puts the content there as "file", and lets the feature have both.</summary>
    public async Task<FeatureOutcome> WithFileAsync(
        Func<FtpClient, FtpPath, Task<FeatureOutcome>> use, Func<FtpClientOptions, FtpClientOptions>? change = null)
    {
        await using var client = await ConnectAsync(change);
        var directory = await client.MakeDirectoryAsync();
        var file = directory.Append("file");
        await client.PutAsync(file, Content);
        var outcome = await use(client, file);
        await client.QuitAsync(Stop);
        return outcome;
    }

    /// <summary>Puts a file and gets it back, and lists it; the least that a session must be able to do.</summary>
    public async Task<FeatureOutcome> WorkAsync(FtpClient client)
    {
        var directory = await client.MakeDirectoryAsync();
        var file = directory.Append("file");
        await client.PutAsync(file, Content);
        Assert.Equal(Content, await client.GetAsync(file));
        Assert.Equal(Content, await File.ReadAllBytesAsync(Peer.OnDisk(file), Stop));
        Assert.Equal("file", Assert.Single(await client.EntriesAsync(directory)).Name);
        await client.QuitAsync(Stop);
        return FeatureOutcome.Works;
    }

    /// <summary>Sends a command and judges by the code alone.</summary>
    public static async Task<FeatureOutcome> CommandAsync(FtpClient client, string verb, string? argument = null) =>
        Judge(await client.ExecuteAsync(new FtpCommand(verb, argument), Stop));

    /// <summary>RFC 959 section 4.2.1: 500, 502 and 504 say that the server does not have it.</summary>
    public static FeatureOutcome Judge(FtpReply reply) => reply.Code switch
    {
        500 or 502 or 504 => FeatureOutcome.NotOffered,
        >= 400 => FeatureOutcome.Refused,
        _ => FeatureOutcome.Works,
    };

    /// <summary>The commands that were sent so far.</summary>
    public IEnumerable<string> Verbs => Timeline.Events.OfType<CommandSent>().Select(static sent => sent.Command.Verb);

    /// <summary>How many commands travelled before the reply to the first of the login.</summary>
    public int LargestFlight
    {
        get
        {
            var (largest, current) = (0, 0);
            foreach (var one in Timeline.Events)
            {
                if (one is ReplyReceived) current = 0;
                if (one is CommandSent) largest = Math.Max(largest, ++current);
            }

            return largest;
        }
    }

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
