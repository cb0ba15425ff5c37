using Sealift.Tls;

namespace Sealift.Cli.Output.Json;

/// <summary>The TLS facts of a connection. The fields are documented in docs/cli.md.</summary>
internal sealed record TlsRecord
{
    public required string Version { get; init; }

    public required string Suite { get; init; }

    public required bool Resumed { get; init; }

    public required bool CloseNotify { get; init; }

    /// <summary>The record of a connection; <see langword="null"/> for one in clear text.</summary>
    public static TlsRecord? Of(TlsInfo? tls) => tls is null ? null : new TlsRecord
    {
        Version = tls.Version == TlsVersion.Tls13 ? "1.3" : "1.2",
        Suite = tls.CipherSuite,
        Resumed = tls.Resumed,
        CloseNotify = tls.CloseNotifyReceived,
    };
}
