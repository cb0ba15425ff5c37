using Sealift.Core.Wire;
using Sealift.Doctor.Examining;

namespace Sealift.Doctor.Network;

/// <summary>Whether the greeting comes soon and is one that clients understand.</summary>
internal sealed class GreetingCheck() : DoctorCheck(
    "SL-NET-54",
    "Greeting",
    "Waits for the greeting, and looks at how long it takes, its form, its size, and whether something follows it.",
    "Clients give up on a greeting that is slow. One with control characters, or with more text after it, confuses some of them, and may be an attack on the terminal that shows it.")
{
    private const int LongLines = 25;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Afterwards = TimeSpan.FromMilliseconds(300);

    private static readonly Fault SlowFault = new()
    {
        Title = "The greeting is slow",
        Verdict = Verdict.Advice,
        Meaning = "Servers that first look up the client's name in the DNS, or ask its machine who the user is (ident), make everybody wait for what nobody needs.",
        Remedies = Remedies.For(
            vsftpd: "reverse_lookup_enable=NO",
            proFtpd: "UseReverseDNS off\nIdentLookups off",
            pureFtpd: "-H (DontResolve yes)",
            fileZilla: "It looks nothing up; the machine or the network is slow.",
            iis: "It looks nothing up unless domain name restrictions are on: FTP IPv4 Address and Domain Restrictions > Edit Feature Settings > Enable domain name restrictions: off.",
            eft: "Turn off the reverse DNS lookup of the log's client names.",
            sealift: "It looks nothing up; the machine or the network is slow."),
        Meanwhile = "--timeout 120 gives it more time.",
    };

    private static readonly Fault Odd = new()
    {
        Title = "The greeting has a form that clients may not understand",
        Verdict = Verdict.Advice,
        Meaning = "Its text has control characters, is very long, or something follows that nobody asked for.",
        Remedies = Remedies.For(
            vsftpd: "ftpd_banner=Welcome. (or a short plain banner_file)",
            proFtpd: "ServerIdent on \"Welcome.\" and a short DisplayConnect file, or none",
            pureFtpd: "-F (FortunesFile): take it out, or make it plain text",
            fileZilla: "Server > Configure > Protocols settings > FTP > Welcome message: one short line.",
            iis: "FTP Messages > Banner: one short line.",
            eft: "Site > Connections > Banner message: one short line.",
            sealift: "Its greeting cannot be changed."),
        Meanwhile = "Nothing has to be set: Sealift shows control characters escaped and refuses what nobody asked for.",
    };

    public override IReadOnlyList<Fault> Faults => [SlowFault, Odd];

    internal override async Task<Finding> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        var target = await examination.Target.GetAsync(cancellationToken).ConfigureAwait(false);
        if (target is { IsImplicit: true, Handshake: Client.FtpImplicitHandshake.BeforeGreeting })
        {
            var look = await examination.Look.GetAsync(cancellationToken).ConfigureAwait(false);
            return look.Greeting is { } inside ? Judge(inside, TimeSpan.Zero, "") : CannotTell("It was not heard inside TLS.");
        }

        using var line = await examination.DialRawAsync(target.Port, cancellationToken).ConfigureAwait(false);
        var began = examination.Time.GetTimestamp();
        var greeting = await line.ReadGreetingAsync(cancellationToken).ConfigureAwait(false);
        var waited = examination.Time.GetElapsedTime(began);
        examination.ClearGreeting = greeting;
        await line.ReadMoreAsync(cancellationToken, Afterwards).ConfigureAwait(false);
        return Judge(greeting, waited, line.Received.Length > 0 && !target.IsImplicit ? $"{line.Received.Length} bytes follow it that nobody asked for" : "");
    }

    private Finding Judge(FtpReply greeting, TimeSpan waited, string surplus)
    {
        var lines = greeting.Lines;
        List<string> evidence = [Evidence.Of(greeting)];
        if (waited > TimeSpan.Zero) evidence.Add($"it came {Evidence.Time(waited)} after the connection");
        List<string> odd = [];
        if (lines.Any(static line => line.Any(char.IsControl))) odd.Add("it has control characters");
        if (lines.Count > LongLines) odd.Add($"it has {lines.Count} lines");
        if (surplus.Length > 0) odd.Add(surplus);
        if (odd.Count > 0) return Found(Odd, $"The greeting is odd: {string.Join("; ", odd)}.", [.. evidence]);
        if (waited > Slow) return Found(SlowFault, $"The greeting took {Evidence.Time(waited)}.", [.. evidence]);
        return Good($"\"{Evidence.Short(greeting.Message.Trim())}\"", [.. evidence]);
    }
}
