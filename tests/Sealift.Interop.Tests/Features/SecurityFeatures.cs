using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Interop.Tests.Features;

/// <summary>Explicit and implicit security, login, and the way back to clear text.</summary>
internal static class SecurityFeatures
{
    private const string Area = "Security and login";

    public static IReadOnlyList<Feature> All { get; } =
    [
        new(Area, "explicit TLS 1.3 (AUTH TLS)", run => VersionAsync(run, TlsVersion.Tls13)),
        new(Area, "explicit TLS 1.2 (AUTH TLS)", run => VersionAsync(run, TlsVersion.Tls12)),
        new(Area, "implicit TLS", ImplicitAsync, "implicit"),
        new(Area, "AUTH SSL", run => MechanismAsync(run, FtpAuthMechanism.Ssl)),
        new(Area, "AUTH TLS-P", run => MechanismAsync(run, FtpAuthMechanism.TlsP)),
        new(Area, "AUTH TLS-C", run => MechanismAsync(run, FtpAuthMechanism.TlsC)),
        new(Area, "login in one flight", FlightAsync),
        new(Area, "data connections resume the session, TLS 1.3", run => ResumeAsync(run, TlsVersion.Tls13)),
        new(Area, "data connections resume the session, TLS 1.2", run => ResumeAsync(run, TlsVersion.Tls12)),
        new(Area, "login with a client certificate demanded", CertificateAsync, "cert"),
        new(Area, "PROT C (clear data), by consent", ClearDataAsync, "open"),
        new(Area, "CCC (clear commands), by consent", ClearCommandsAsync, "open"),
        new(Area, "HOST", HostAsync, "open"),
        new(Area, "LANG", LanguageAsync),
        new(Area, "CLNT", async run =>
        {
            await using var client = await run.ConnectAsync();
            return client.Features.Has("CLNT") ? await FeatureRun.CommandAsync(client, "CLNT", "Sealift") : FeatureOutcome.NotOffered;
        }),
        new(Area, "NOOP", async run =>
        {
            await using var client = await run.ConnectAsync();
            return await FeatureRun.CommandAsync(client, "NOOP");
        }),
    ];

    private static async Task<FeatureOutcome> VersionAsync(FeatureRun run, TlsVersion version)
    {
        await using var client = await run.ConnectAsync(options => options with { MinTlsVersion = version, MaxTlsVersion = version });
        Assert.Equal(version, client.Tls!.Version);
        return await run.WorkAsync(client);
    }

    private static async Task<FeatureOutcome> ImplicitAsync(FeatureRun run)
    {
        if (run.Peer.Mode != PeerMode.Implicit) return FeatureOutcome.NotOffered;
        await using var client = await run.ConnectAsync();
        Assert.DoesNotContain("AUTH", run.Verbs);
        return await run.WorkAsync(client);
    }

    private static async Task<FeatureOutcome> MechanismAsync(FeatureRun run, FtpAuthMechanism mechanism)
    {
        try
        {
            await using var client = await run.ConnectAsync(options => options with { AuthMechanisms = [mechanism] });
            Assert.Equal(mechanism, client.AuthMechanism);
            return await run.WorkAsync(client);
        }
        catch (FtpTlsException) when (!run.Verbs.Contains("USER", StringComparer.Ordinal))
        {
            return FeatureOutcome.NotOffered;
        }
    }

    private static async Task<FeatureOutcome> FlightAsync(FeatureRun run)
    {
        await using var client = await run.ConnectAsync();
        Assert.Single(run.Verbs, "USER");
        return run.LargestFlight > 4 ? await run.WorkAsync(client) : FeatureOutcome.Refused;
    }

    private static async Task<FeatureOutcome> ResumeAsync(FeatureRun run, TlsVersion version)
    {
        await using var client = await run.ConnectAsync(options => options with { MaxTlsVersion = version });
        await run.WorkAsync(client);
        Assert.InRange(client.DataConnections, 3, int.MaxValue);
        return client.ResumedDataConnections == client.DataConnections ? FeatureOutcome.Works
            : client.ResumedDataConnections == 0 ? FeatureOutcome.NotOffered
            : throw new InvalidOperationException($"{client.ResumedDataConnections} of {client.DataConnections} data connections resumed.");
    }

    private static async Task<FeatureOutcome> CertificateAsync(FeatureRun run)
    {
        if (run.Peer.Policy != PeerPolicy.Certificate) return FeatureOutcome.NotOffered;
        await using (var client = await run.ConnectAsync(options => options with
        {
            Certificate = TlsCertificate.Load(Path.Combine(run.Peer.ClientCertificates, "client.pem"), Path.Combine(run.Peer.ClientCertificates, "client.key")),
        }))
        {
            await run.WorkAsync(client);
        }

        await Assert.ThrowsAnyAsync<FtpException>(() => run.ConnectAsync());
        return FeatureOutcome.Works;
    }

    private static async Task<FeatureOutcome> ClearDataAsync(FeatureRun run)
    {
        try
        {
            await using var client = await run.ConnectAsync(options => options with { ClearDataUnsafe = true });
            Assert.False(client.IsDataEncrypted);
            return await run.WorkAsync(client);
        }
        catch (FtpException e) when (e is FtpTlsException or FtpReplyException)
        {
            return FeatureOutcome.Refused;
        }
    }

    private static async Task<FeatureOutcome> ClearCommandsAsync(FeatureRun run)
    {
        try
        {
            await using var client = await run.ConnectAsync(options => options with { ClearCommandsUnsafe = true });
            Assert.True(client is { AreCommandsEncrypted: false, IsDataEncrypted: true });
            return await run.WorkAsync(client);
        }
        catch (FtpReplyException e)
        {
            return FeatureRun.Judge(e.Reply);
        }
    }

    private static async Task<FeatureOutcome> HostAsync(FeatureRun run)
    {
        try
        {
            await using (var plain = await run.ConnectAsync())
            {
                if (!plain.Features.Has("HOST")) return FeatureOutcome.NotOffered;
            }

            await using var client = await run.ConnectAsync(options => options with { VirtualHost = "archive.localhost" });
            Assert.Contains("HOST", run.Verbs);
            await client.PutAsync(FtpPath.Home.Append("there"), [1]);
            Assert.True(File.Exists(Path.Combine(run.Peer.Home + "-archive", "there")));
            return FeatureOutcome.Works;
        }
        catch (FtpReplyException e)
        {
            return FeatureRun.Judge(e.Reply);
        }
    }

    // RFC 2640 section 4.1: FEAT lists the languages, the current one with an asterisk.
    private static async Task<FeatureOutcome> LanguageAsync(FeatureRun run)
    {
        string? languages;
        await using (var plain = await run.ConnectAsync()) languages = plain.Features.Find("LANG");
        if (languages is null) return FeatureOutcome.NotOffered;
        await using var client = await run.ConnectAsync(options => options with { Language = languages.Split(';', '*')[0] });
        var events = run.Timeline.Events.ToList();
        var asked = events.FindIndex(static one => one is CommandSent { Command.Verb: "LANG" });
        return FeatureRun.Judge(events.Skip(asked).OfType<ReplyReceived>().First().Reply);
    }
}
