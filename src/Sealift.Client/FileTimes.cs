using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client;

/// <summary>Sets the times of files with what a server has, and remembers what it does not have after all.</summary>
internal sealed class FileTimes(FtpClient client, FtpClientOptions options)
{
    private readonly HashSet<string> _useless = new(StringComparer.Ordinal);

    /// <summary>A time as commands write it: UTC, whole seconds (RFC 3659 section 2.3).</summary>
    public static string Text(DateTimeOffset time) =>
        (FtpTimestamp.FromUtc(time) with { Precision = FtpTimePrecision.Second }).Format();

    public async Task<bool> SetModifiedAsync(FtpPath path, DateTimeOffset modified, CancellationToken cancellationToken)
    {
        var time = Text(modified);
        foreach (var (name, command) in Ways(path, time))
        {
            if (_useless.Contains(name)) continue;
            var reply = await client.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
            if (Heed(new TimeWay(name, command, time), reply)) return true;
        }

        return false;
    }

    /// <summary>The first way that the server may have; null if it has none.</summary>
    public TimeWay? FindWay(FtpPath path, DateTimeOffset modified)
    {
        var time = Text(modified);
        foreach (var (name, command) in Ways(path, time))
        {
            if (!_useless.Contains(name)) return new TimeWay(name, command, time);
        }

        return null;
    }

    /// <summary>Whether a way did it; one that the server does not have is not named again.</summary>
    public bool Heed(TimeWay way, FtpReply reply)
    {
        if (reply.IsCompleted && !IsAnswerAboutAnotherFile(way.Command, reply, way.Time)) return true;
        if (reply.Code is >= 500 and <= 504) _useless.Add(way.Name);
        return false;
    }

    // MDTM with two words asks for the time of a file with a strange name where it does not set one.
    private static bool IsAnswerAboutAnotherFile(FtpCommand command, FtpReply reply, string time) =>
        command.Verb == "MDTM"
        && FtpTimestamp.TryParse(reply.Message.AsSpan().Trim(), out var stated)
        && !stated.Format().StartsWith(time, StringComparison.Ordinal);

    private IEnumerable<(string Name, FtpCommand Command)> Ways(FtpPath path, string time)
    {
        if (client.Features.Mfmt) yield return ("MFMT", new FtpCommand("MFMT", $"{time} {path}"));
        if (client.Features.ModifiableFacts.Contains("modify", StringComparer.OrdinalIgnoreCase))
            yield return ("MFF", new FtpCommand("MFF", $"modify={time}; {path}"));
        if (client.Features.Mfmt) yield break;

        // The long form (access, change, creation) names its zone, so it comes first; the short one is ProFTPD's.
        yield return ("UTIME", new FtpCommand("SITE", $"UTIME {path} {time} {time} {time} UTC"));
        yield return ("UTIME short", new FtpCommand("SITE", $"UTIME {time} {path}"));
        if (options.SetTimesWithMdtm && client.Features.Mdtm) yield return ("MDTM", new FtpCommand("MDTM", $"{time} {path}"));
    }
}
