using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;
using Sealift.Doctor;
using Sealift.Sites;
using Sealift.Tls;

namespace Sealift.Cli.Connecting;

/// <summary>What an earlier "sealift doctor" found out about a server, and how a session goes by it.</summary>
internal static class KnownServer
{
    /// <summary>The note about the server of these options; null where there is none. One that cannot be read costs a warning, no more.</summary>
    public static ServerNote? Find(Terminal terminal, FtpClientOptions options)
    {
        if (ServerNotes.FindDefaultPath() is not { } path) return null;
        try
        {
            return new ServerNotes(path).Find(options.Host, PortOf(options));
        }
        catch (SiteException e)
        {
            terminal.WriteWarning($"what is known about servers is left out: {e.Message}");
            return null;
        }
    }

    /// <summary>The options with what is known. What the user set counts more, and trust is never touched.</summary>
    public static FtpClientOptions Apply(Terminal terminal, FtpClientOptions options, ConnectionSettings settings)
    {
        if (options.Mode == FtpTlsMode.PlaintextUnsafe || Find(terminal, options) is not { } note) return options;
        options.Hosts.Learn(options, note.Facts);
        if (note.Facts.MaxTlsVersion == TlsVersion.Tls12 && settings.Find(KnownSettings.TlsMax) is null && options.MinTlsVersion == TlsVersion.Tls12)
            options = options with { MaxTlsVersion = TlsVersion.Tls12 };
        return options with { ImplicitHandshake = options.ImplicitHandshake ?? (options.Mode == FtpTlsMode.Implicit ? note.Facts.ImplicitHandshake : null) };
    }

    /// <summary>Keeps what an examination found out. Where it cannot be kept the report is worth as much.</summary>
    /// <param name="terminal">Is warned where it cannot be kept.</param>
    /// <param name="report">What was found out.</param>
    /// <param name="isWhole">
    /// Whether all was looked at that later connections go by. What a part of the checks did not look at stays as it was known.
    /// </param>
    /// <param name="cancellationToken">Gives up, with nothing changed.</param>
    /// <returns>The file that it is in; null where nothing is kept.</returns>
    public static async Task<string?> SaveAsync(Terminal terminal, DoctorReport report, bool isWhole, CancellationToken cancellationToken)
    {
        if (report.Port is not { } port || ServerNotes.FindDefaultPath() is not { } path) return null;
        try
        {
            var notes = new ServerNotes(path);
            var note = new ServerNote(report.Host, port, report.Began) { Family = report.Family, Facts = report.Learnt };

            // Another family is another server, of which nothing is known.
            if (!isWhole && notes.Find(report.Host, port) is { } old && (note.Family is null || old.Family is null || note.Family == old.Family))
                note = note with { Family = note.Family ?? old.Family, Facts = note.Facts.Or(old.Facts) };
            if (note.Family is null && note.Facts == FtpHostFacts.None) return null;
            await notes.SaveAsync(note, cancellationToken);
            return path;
        }
        catch (SiteException e)
        {
            terminal.WriteWarning($"what was found out is not kept: {e.Message}");
            return null;
        }
    }

    private static int PortOf(FtpClientOptions options) =>
        options.Port ?? (options.Mode == FtpTlsMode.Implicit ? FtpClientOptions.DefaultImplicitPort : FtpClientOptions.DefaultExplicitPort);
}
