using System.Text;
using System.Text.Json;
using Sealift.Server.Events;
using Sealift.Tls;

namespace Sealift.Cli.Serving.Monitoring;

/// <summary>A session as the monitor shows it: every field always there, ASCII only.</summary>
internal static class SessionJson
{
    public static string Write(FtpSessionStatus session)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output)) Write(json, session);
        return Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length) + "\n";
    }

    public static void Write(Utf8JsonWriter json, FtpSessionStatus session)
    {
        json.WriteStartObject();
        json.WriteNumber("id", session.Id);
        json.WriteString("user", session.User?.Name);
        json.WriteString("address", session.Peer.Address.ToString());
        json.WriteNumber("port", session.Peer.Port);
        json.WriteString("host", session.Host);
        json.WriteBoolean("implicit", session.IsImplicit);
        json.WriteString("began", session.Began.UtcDateTime);
        if (session.Ended is { } ended) json.WriteString("ended", ended.UtcDateTime);
        else json.WriteNull("ended");
        WriteProtection(json, session.Protection);
        json.WriteNumber("failedLogins", session.FailedLogins);
        json.WriteString("command", session.LastVerb);
        WriteTransfer(json, session.Transfer);
        json.WriteNumber("bytesSent", session.BytesSent);
        json.WriteNumber("bytesReceived", session.BytesReceived);
        json.WriteEndObject();
    }

    private static void WriteProtection(Utf8JsonWriter json, FtpProtection? protection)
    {
        if (protection is null)
        {
            json.WriteNull("control");
            return;
        }

        json.WriteStartObject("control");
        json.WriteString("version", protection.Version == TlsVersion.Tls13 ? "1.3" : "1.2");
        json.WriteString("suite", protection.CipherSuite);
        json.WriteBoolean("resumed", protection.IsResumed);
        json.WriteEndObject();
    }

    private static void WriteTransfer(Utf8JsonWriter json, FtpTransferStatus? transfer)
    {
        if (transfer is null)
        {
            json.WriteNull("transfer");
            return;
        }

        json.WriteStartObject("transfer");
        json.WriteString("command", transfer.Verb);
        json.WriteString("path", transfer.Path.ToString());
        json.WriteNumber("bytes", transfer.Bytes);
        json.WriteNumber("seconds", Math.Round(transfer.Duration.TotalSeconds, 3));
        json.WriteEndObject();
    }
}
