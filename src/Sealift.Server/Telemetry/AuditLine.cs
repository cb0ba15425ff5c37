using System.Text.Json;
using Sealift.Server.Events;
using Sealift.Tls;

namespace Sealift.Server.Telemetry;

/// <summary>
/// One event as one line of JSON: every field always there, ASCII only (the default encoder escapes the rest), so that no name can act on
/// a terminal or pass for a line of its own.
/// </summary>
internal static class AuditLine
{
    public static void Write(Stream output, FtpServerEvent happened)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("time", happened.Time.UtcDateTime);
            json.WriteString("event", happened.Name);
            WriteSession(json, happened);
            WriteWhat(json, happened);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    public static void WriteLost(Stream output, DateTimeOffset time, long count)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("time", time.UtcDateTime);
            json.WriteString("event", "lost");
            json.WriteNumber("count", count);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteSession(Utf8JsonWriter json, FtpServerEvent happened)
    {
        var session = (happened as FtpSessionEvent)?.Session;
        var peer = session?.Peer ?? (happened as ConnectionRefused)?.Peer;
        WriteNumber(json, "session", session?.Id);
        json.WriteString("user", session?.UserName);
        json.WriteString("address", peer?.Address.ToString());
        WriteNumber(json, "port", peer?.Port);
        json.WriteString("host", session?.Host);
        WriteProtection(json, "control", session?.Protection);
    }

    private static void WriteWhat(Utf8JsonWriter json, FtpServerEvent happened)
    {
        var transfer = happened as TransferEnded;
        var change = happened as FileChanged;
        var refused = happened as CommandRefused;
        var ended = happened as SessionEnded;
        json.WriteString("command", transfer?.Verb ?? change?.Verb ?? refused?.Verb);
        json.WriteString("path", (transfer?.Path ?? change?.Path ?? refused?.Path)?.ToString());
        json.WriteString("target", change?.Target?.ToString());
        WriteNumber(json, "bytes", transfer?.Bytes ?? (ended is null ? null : ended.Session.BytesSent + ended.Session.BytesReceived));
        WriteSeconds(json, transfer?.Duration ?? ended?.Duration ?? (happened as LockedOut)?.Duration);
        WriteProtection(json, "data", transfer?.Protection);
        WriteNumber(json, "code", transfer?.Code ?? refused?.Code ?? (happened as LoginFailed)?.Code);
        json.WriteString("text", transfer?.Text ?? refused?.Text ?? ended?.Reason ?? Words(happened));
    }

    private static string? Words(FtpServerEvent happened) => happened switch
    {
        LoginSucceeded login => login.IsByCertificate ? "certificate" : "password",
        LockedOut locked => locked.IsAddress ? "address" : "name",
        ServerStarted started => string.Join(' ', started.EndPoints.Select(point => point.ToString())),
        ServerStopping stopping => $"{stopping.Sessions} sessions left",
        ServerStopped stopped => $"{stopped.Cut} sessions cut",
        _ => null,
    };

    private static void WriteProtection(Utf8JsonWriter json, string name, FtpProtection? protection)
    {
        if (protection is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("version", protection.Version == TlsVersion.Tls13 ? "1.3" : "1.2");
        json.WriteString("suite", protection.CipherSuite);
        json.WriteBoolean("resumed", protection.IsResumed);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private static void WriteSeconds(Utf8JsonWriter json, TimeSpan? value)
    {
        if (value is { } time) json.WriteNumber("seconds", Math.Round(time.TotalSeconds, 6));
        else json.WriteNull("seconds");
    }
}
