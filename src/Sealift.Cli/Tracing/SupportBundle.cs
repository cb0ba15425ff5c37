using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.Tls;

namespace Sealift.Cli.Tracing;

/// <summary>
/// What somebody who helps needs, in one ZIP archive: the recording, its pictures, versions, the settings of the session and the
/// server's certificate. Secrets are not in it; without names and addresses neither is the certificate, which names the host.
/// </summary>
internal static class SupportBundle
{
    public static void Write(Stream target, TracePicture picture, TracedSession? session, bool isRedacted, SecretMask secrets)
    {
        using var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, format) in new[] { ("timeline.jsonl", TraceFormat.Json), ("timeline.txt", TraceFormat.Text), ("timeline.html", TraceFormat.Html) })
        {
            using var writer = Open(archive, name);
            picture.Write(writer, format, new TimelineTextOptions());
        }

        using (var writer = Open(archive, "versions.txt")) WriteVersions(writer, session);
        if (session is null) return;
        using (var writer = Open(archive, "settings.txt")) WriteSettings(writer, session.Options, isRedacted);
        if (isRedacted || session.Certificate is not { } certificate) return;
        using (var writer = Open(archive, "certificate.pem")) writer.Write(Pem(certificate, secrets));
    }

    // A certificate is not what it was without some of its bytes, so that one that repeats a secret is left out whole.
    private static string Pem(X509Certificate2 certificate, SecretMask secrets)
    {
        string[] lines = certificate.ExportCertificatePem().Split('\n');
        return ReferenceEquals(secrets.Hide(lines, SecretMask.ShortestInNames), lines)
            ? string.Join('\n', lines) + "\n"
            : "The certificate is left out: it repeats a secret of this session.\n";
    }

    private static StreamWriter Open(ZipArchive archive, string name) =>
        new(archive.CreateEntry(name).Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };

    private static void WriteVersions(TextWriter writer, TracedSession? session)
    {
        writer.WriteLine($"sealift   {typeof(SupportBundle).Assembly.GetName().Version?.ToString(3)}");
        if (session is not null) writer.WriteLine($"command   {session.Command}");
        writer.WriteLine($"system    {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        writer.WriteLine($"runtime   {RuntimeInformation.FrameworkDescription}");
        if (session?.Tls is { } tls) writer.WriteLine($"TLS       {tls.Backend}, {tls}");
    }

    private static void WriteSettings(TextWriter writer, FtpClientOptions options, bool isRedacted)
    {
        Row("host", isRedacted ? "host-1" : TerminalText.Escape(options.Host));
        Row("port", options.Port?.ToString(CultureInfo.InvariantCulture) ?? "default");
        Row("mode", options.Mode.ToString());
        Row("user", isRedacted ? "user-1" : TerminalText.Escape(options.Credential.User));
        Row("TLS", $"{Name(options.MinTlsVersion)} to {Name(options.MaxTlsVersion)}");
        Row("client certificate", options.Certificate is null ? "none" : "given");
        Row("trust", options.Trust.GetType().Name);
        Row("pipelining", options.Pipelining?.ToString() ?? "as the server's profile says");
        Row("data", options.DataMode.ToString());
        Row("proxy", options.Proxy is null ? "none" : "given");
        Row("timeouts", string.Create(
            CultureInfo.InvariantCulture,
            $"connect {options.ConnectTimeout.TotalSeconds} s, reply {options.ReplyTimeout.TotalSeconds} s, stall {options.StallTimeout.TotalSeconds} s"));

        void Row(string name, string text) => writer.WriteLine($"{name,-20}{text}");
        static string Name(TlsVersion version) => version == TlsVersion.Tls13 ? "1.3" : "1.2";
    }
}
