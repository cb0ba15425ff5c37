using System.Globalization;
using System.Text;

namespace Sealift.Cli.Serving.Monitoring;

/// <summary>An answer of the monitor.</summary>
/// <param name="Status">The status code, with its words.</param>
/// <param name="Type">The media type.</param>
/// <param name="Body">The content, in UTF-8.</param>
internal sealed record MonitorReply(string Status, string Type, string Body)
{
    private const string Plain = "text/plain; charset=utf-8";

    /// <summary>A further header line; null for none.</summary>
    public string? Header { get; init; }

    public static MonitorReply Ok(string type, string body) => new("200 OK", type, body);

    public static MonitorReply Text(string status, string text) => new(status, Plain, text + "\n");

    /// <summary>The whole answer as bytes. Nothing of it may be kept, framed or run by a browser.</summary>
    public byte[] ToBytes(bool withBody)
    {
        var body = Encoding.UTF8.GetBytes(Body);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {Status}\r\nContent-Type: {Type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\nCache-Control: no-store\r\n")
            + "X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: no-referrer\r\n"
            + (Header is null ? "" : Header + "\r\n")
            + "\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. withBody ? body : []];
    }
}
