using System.Globalization;
using Sealift.Client;
using Sealift.Core;
using Sealift.Sites;
using Sealift.Tls;

namespace Sealift.Cli.Tracing;

/// <summary>The settings of a support bundle: what is in force, and every setting of a connection with what was said about it. Never a secret.</summary>
internal static class BundleSettings
{
    public static void Write(TextWriter writer, IReadOnlyList<TracePicture> pictures)
    {
        // The sessions of a pool have the same ones.
        var sessions = pictures.Select(static (picture, i) => (picture.Session, picture.IsRedacted, Number: i + 1)).Where(static one => one.Session is not null);
        foreach (var same in sessions.GroupBy(static one => (one.Session!.Settings, one.Session.Options.Host, one.Session.Port, one.Session.Options.Mode)))
        {
            var (session, isRedacted, _) = same.First();
            writer.WriteLine($"session {string.Join(", ", same.Select(static one => one.Number.ToString(CultureInfo.InvariantCulture)))}");
            WriteInForce(writer, session!.Options, session.Port, isRedacted);
            writer.WriteLine();
            writer.WriteLine("  set by the command line or a saved site");
            foreach (var setting in KnownSettings.All) Row(writer, setting.Name, Value(session.Settings, setting, isRedacted));
            writer.WriteLine();
        }
    }

    // What a name, an address or a path could be in is only said to be there.
    private static string Value(ConnectionSettings settings, ConnectionSetting setting, bool isRedacted)
    {
        if (settings.FindAll(setting) is not { Count: > 0 } values) return "default";
        return isRedacted && setting.Kind is SettingKind.Text or SettingKind.List && setting.Choices.Count == 0 ? "given" : string.Join(", ", values.Select(TerminalText.Escape));
    }

    private static void WriteInForce(TextWriter writer, FtpClientOptions options, int port, bool isRedacted)
    {
        writer.WriteLine("  in force");
        Row(writer, "host", isRedacted ? "host-1" : TerminalText.Escape(options.Host));
        Row(writer, "port", port.ToString(CultureInfo.InvariantCulture));
        Row(writer, "mode", options.Mode.ToString());
        Row(writer, "user", isRedacted ? "user-1" : TerminalText.Escape(options.Credential.User));
        Row(writer, "TLS", $"{Name(options.MinTlsVersion)} to {Name(options.MaxTlsVersion)}");
        Row(writer, "client certificate", options.Certificate is null ? "none" : "given");
        Row(writer, "encoding", options.TextEncoding.WebName);
        Row(writer, "pipelining", options.Pipelining?.ToString() ?? "as the server's profile says");
        Row(writer, "data", options.DataMode.ToString());
        Row(writer, "proxy", options.Proxy is null ? "none" : "given");
        Row(writer, "timeouts", string.Create(
            CultureInfo.InvariantCulture,
            $"connect {options.ConnectTimeout.TotalSeconds} s, reply {options.ReplyTimeout.TotalSeconds} s, stall {options.StallTimeout.TotalSeconds} s"));
    }

    private static void Row(TextWriter writer, string name, string text) => writer.WriteLine($"    {name,-24}{text}");

    private static string Name(TlsVersion version) => version == TlsVersion.Tls13 ? "1.3" : "1.2";
}
