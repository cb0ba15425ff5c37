namespace Sealift.Server.Sessions;

/// <summary>
/// Recognises the lines of a web browser. One that is led here by another site could carry FTP commands in the body of its request
/// (ALPACA); so the first such line ends the session. No FTP command begins like one of them.
/// </summary>
internal static class HttpLine
{
    private static readonly string[] Starts =
    [
        "GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ", "CONNECT ", "TRACE ", "PATCH ", "PRI ",
        "Host:", "User-Agent:", "Accept:", "Accept-", "Content-", "Cookie:", "Origin:", "Referer:", "Connection:", "Cache-Control:",
    ];

    /// <summary>Whether the bytes begin like HTTP.</summary>
    public static bool Matches(ReadOnlySpan<byte> line)
    {
        foreach (var start in Starts)
        {
            if (line.Length >= start.Length && System.Text.Ascii.EqualsIgnoreCase(line[..start.Length], start)) return true;
        }

        return false;
    }
}
