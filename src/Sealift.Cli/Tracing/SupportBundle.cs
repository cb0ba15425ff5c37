using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Sealift.Core;
using Sealift.Core.Timeline;

namespace Sealift.Cli.Tracing;

/// <summary>
/// What somebody who helps needs, in one ZIP archive: recordings and pictures of all sessions, versions, settings, the certificates as they were
/// sent and the words of the decision about them. Secrets are not in it; without names and addresses neither are the certificates, which name the host.
/// </summary>
internal static class SupportBundle
{
    public static void Write(Stream target, IReadOnlyList<TracePicture> pictures)
    {
        using var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        for (var i = 0; i < pictures.Count; i++) WriteSession(archive, pictures[i], i + 1);
        using (var writer = Open(archive, "versions.txt")) WriteVersions(writer, pictures);
        using (var writer = Open(archive, "trust.txt")) WriteTrust(writer, pictures);
        if (pictures.All(static picture => picture.Session is null)) return;
        using (var writer = Open(archive, "settings.txt")) BundleSettings.Write(writer, pictures);
    }

    private static void WriteSession(ZipArchive archive, TracePicture picture, int number)
    {
        foreach (var (name, format) in new[] { ("timeline.jsonl", TraceFormat.Json), ("timeline.txt", TraceFormat.Text), ("timeline.html", TraceFormat.Html) })
        {
            using var writer = Open(archive, SessionTrace.Numbered(name, number));
            picture.Write(writer, format, new TimelineTextOptions());
        }

        if (Sent(picture) is not { Count: > 0 } chain) return;
        using (var writer = Open(archive, SessionTrace.Numbered("certificates.pem", number))) WriteChain(writer, chain);
    }

    private static StreamWriter Open(ZipArchive archive, string name) =>
        new(archive.CreateEntry(name).Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };

    // What the server sent on the control connection, in its order, whether it was trusted or not.
    private static IReadOnlyList<PresentedCertificate> Sent(TracePicture picture) =>
    [
        .. picture.Recorded.Events.OfType<HandshakeMessage>().FirstOrDefault(static one => one is { Channel: 0, FromClient: false, Certificates.Count: > 0 })?
            .Certificates.Where(static one => one.Encoded is not null) ?? [],
    ];

    private static void WriteChain(TextWriter writer, IReadOnlyList<PresentedCertificate> chain)
    {
        foreach (var one in chain)
        {
            writer.WriteLine(TerminalText.Escape(one.IsReadable ? $"# {one.Subject}, issued by {one.Issuer}" : "# cannot be read"));
            writer.WriteLine(PemEncoding.WriteString("CERTIFICATE", Convert.FromBase64String(one.Encoded!)));
        }
    }

    private static void WriteVersions(TextWriter writer, IReadOnlyList<TracePicture> pictures)
    {
        writer.WriteLine($"sealift   {typeof(SupportBundle).Assembly.GetName().Version?.ToString(3)}");
        if (pictures[0].Session is { } session) writer.WriteLine($"command   {session.Command}");
        writer.WriteLine($"system    {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        writer.WriteLine($"runtime   {RuntimeInformation.FrameworkDescription}");
        for (var i = 0; i < pictures.Count; i++)
        {
            if (pictures[i].Recorded.Events.OfType<ChannelSecured>().FirstOrDefault(static one => one.Channel == 0) is { } tls)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"TLS       session {i + 1}: {tls.Version}, {tls.Suite}{(tls.Group is { } group ? $", {group}" : "")}"));
        }
    }

    private static void WriteTrust(TextWriter writer, IReadOnlyList<TracePicture> pictures)
    {
        for (var i = 0; i < pictures.Count; i++)
        {
            var events = pictures[i].Recorded.Events;
            writer.WriteLine(TerminalText.Escape(string.Create(CultureInfo.InvariantCulture, $"session {i + 1}: {pictures[i].Recorded.Title}")));
            var decision = events.OfType<CertificateTrusted>().FirstOrDefault() is { } trusted
                ? $"trusted: it {trusted.Reason}"
                : events.OfType<ConnectionClosed>().FirstOrDefault(static one => one is { Channel: 0, Error: not null }) is { } closed
                    ? $"not trusted, or not judged: {closed.Error}"
                    : "not judged: there was no TLS";
            writer.WriteLine($"  {TerminalText.Escape(decision)}");
        }
    }
}
