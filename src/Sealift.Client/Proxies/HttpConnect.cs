using System.Globalization;
using System.Text;
using Sealift.Core;

namespace Sealift.Client.Proxies;

/// <summary>A tunnel by HTTP CONNECT (RFC 9110 section 9.3.6).</summary>
internal static class HttpConnect
{
    /// <summary>Status line and fields together; real ones have some hundred bytes.</summary>
    public const int MaxHeaderBytes = 16 * 1024;

    public static async Task OpenAsync(ProxyWire wire, CancellationToken cancellationToken)
    {
        await wire.SendAsync(Request(wire.Target), cancellationToken).ConfigureAwait(false);
        var status = StatusLine(await ReadHeaderAsync(wire, cancellationToken).ConfigureAwait(false));
        if (!TryParseStatus(status, out var code))
            throw wire.Target.Malformed($"it answers {TerminalText.Escape(status.Length > 80 ? status[..80] : status)}");

        // RFC 9110 section 9.3.6: any 2xx means that all that follows the header is the tunnel, whatever its fields say.
        if (code / 100 == 2) return;
        var words = TerminalText.Escape(status);
        throw code switch
        {
            // RFC 9110 section 15.5.8
            407 => wire.Target.LoginRefused(words),
            502 or 503 => wire.Target.NotReached(FtpConnectionFailure.Unreachable, words),
            504 => wire.Target.NotReached(FtpConnectionFailure.Timeout, words),
            _ => wire.Target.Refused(words, "Proxies often allow port 443 alone: FTP needs the server's port and its passive ports."),
        };
    }

    private static byte[] Request(ProxyTarget target)
    {
        var host = target.Host.Contains(':') ? $"[{target.Host}]" : target.Host;
        var authority = string.Create(CultureInfo.InvariantCulture, $"{host}:{target.Port}");
        var request = new StringBuilder();
        request.Append(CultureInfo.InvariantCulture, $"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n");
        if (target.Proxy.User is { } user)
        {
            // RFC 7617 section 2
            var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{target.Proxy.Password}"));
            request.Append(CultureInfo.InvariantCulture, $"Proxy-Authorization: Basic {login}\r\n");
        }

        request.Append("\r\n");
        return Encoding.ASCII.GetBytes(request.ToString());
    }

    // A server's greeting may follow the header in the same packet, so nothing is taken that was not seen to belong to it.
    private static async ValueTask<byte[]> ReadHeaderAsync(ProxyWire wire, CancellationToken cancellationToken)
    {
        var header = new List<byte>(512);
        var buffer = new byte[1024];
        while (header.Count < MaxHeaderBytes)
        {
            var seen = await wire.PeekAsync(buffer, cancellationToken).ConfigureAwait(false);
            var length = LengthToEnd(header, buffer.AsSpan(0, seen), out var isEnd);
            header.AddRange(await wire.ReadAsync(length, cancellationToken).ConfigureAwait(false));
            if (isEnd) return [.. header];

            // What is no HTTP is told at once, not after a kilobyte or a time limit.
            if (header.Count >= 5 && !(header[0] == 'H' && header[1] == 'T' && header[2] == 'T' && header[3] == 'P' && header[4] == '/'))
                throw wire.Target.Malformed("it does not speak HTTP");
        }

        throw wire.Target.Malformed($"its answer has no end within {MaxHeaderBytes / 1024} KiB");
    }

    // The header ends with an empty line; a recipient may take a bare LF for a line end (RFC 9112 section 2.2).
    private static int LengthToEnd(List<byte> before, ReadOnlySpan<byte> seen, out bool isEnd)
    {
        for (var i = 0; i < seen.Length; i++)
        {
            if (seen[i] != '\n') continue;
            var previous = At(before, seen, i - 1);
            if (previous != '\n' && !(previous == '\r' && At(before, seen, i - 2) == '\n')) continue;
            isEnd = true;
            return i + 1;
        }

        isEnd = false;
        return seen.Length;
    }

    private static int At(List<byte> before, ReadOnlySpan<byte> seen, int index) =>
        index >= 0 ? seen[index] : before.Count + index >= 0 ? before[before.Count + index] : -1;

    private static string StatusLine(byte[] header)
    {
        var text = Encoding.Latin1.GetString(header);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return text[..end].TrimEnd('\r');
    }

    // RFC 9112 section 4: HTTP/1.1 SP three digits SP words
    private static bool TryParseStatus(string line, out int code)
    {
        code = 0;
        return line.Length >= 12
            && line.StartsWith("HTTP/1.", StringComparison.Ordinal)
            && char.IsAsciiDigit(line[7])
            && line[8] == ' '
            && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out code)
            && code >= 100
            && (line.Length == 12 || line[12] == ' ');
    }
}
