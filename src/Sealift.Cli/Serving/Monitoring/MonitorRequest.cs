using System.Text;

namespace Sealift.Cli.Serving.Monitoring;

/// <summary>The head of an HTTP/1.1 request (RFC 9112), as far as a page to look at needs it.</summary>
/// <param name="Method">The method, as it was sent.</param>
/// <param name="Path">The path of the target, without its query.</param>
/// <param name="Host">The Host header.</param>
internal sealed record MonitorRequest(string Method, string Path, string Host)
{
    /// <summary>The longest head that is read.</summary>
    public const int MaxBytes = 8 * 1024;

    /// <summary>Reads a whole head, up to its empty line; null for what is no request.</summary>
    public static MonitorRequest? TryParse(ReadOnlySpan<byte> head)
    {
        foreach (var one in head)
        {
            if (one is not ((byte)'\r' or (byte)'\n' or (byte)'\t' or (>= 0x20 and < 0x7F))) return null;
        }

        var lines = Encoding.ASCII.GetString(head).Split("\r\n");
        if (lines[0].Split(' ') is not [{ Length: > 0 } method, ['/', ..] target, "HTTP/1.1" or "HTTP/1.0"]) return null;

        // RFC 9112 section 3.2: exactly one Host, or 400.
        string? host = null;
        foreach (var line in lines.Skip(1).TakeWhile(line => line.Length > 0))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || line.AsSpan(0, colon).ContainsAny(" \t\r\n")) return null;
            if (!line.AsSpan(0, colon).Equals("Host", StringComparison.OrdinalIgnoreCase)) continue;
            if (host is not null) return null;
            host = line[(colon + 1)..].Trim();
        }

        var query = target.IndexOf('?', StringComparison.Ordinal);
        return host is null ? null : new MonitorRequest(method, query < 0 ? target : target[..query], host);
    }
}
