using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.SiteToSite;

/// <summary>Lets a server copy a file of its own: SITE CPFR and SITE CPTO (ProFTPD's mod_copy), announced in FEAT as "SITE COPY".</summary>
internal static class ServerRoute
{
    public static bool IsOffered(FtpClient client) => client.Features.Lines.Contains("SITE COPY", StringComparer.OrdinalIgnoreCase);

    /// <exception cref="NoDirectRouteException">The server did not do it.</exception>
    public static async Task CarryAsync(FtpClient client, FtpPath from, FtpPath to, TimeSpan limit, CancellationToken cancellationToken)
    {
        var source = new FtpCommand("SITE", $"CPFR {from}");
        var reply = await client.ExecuteAsync(source, cancellationToken).ConfigureAwait(false);
        if (!reply.IsIntermediate) throw Refused(source, reply);

        var target = new FtpCommand("SITE", $"CPTO {to}");
        reply = await client.ExecutePatientlyAsync(target, limit, cancellationToken).ConfigureAwait(false);
        if (!reply.IsCompleted) throw Refused(target, reply);
    }

    private static NoDirectRouteException Refused(FtpCommand command, FtpReply reply) =>
        new($"the server answered {TerminalText.Escape(command.ToString())} with {ReplyWords.Of(reply)}");
}
