using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.Sites;

namespace Sealift.Cli.Output.Json;

/// <summary>What a server says of itself and how it is treated. The fields are documented in docs/cli.md.</summary>
internal sealed record ServerFactsRecord
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required IReadOnlyList<string> Greeting { get; init; }

    public required string? System { get; init; }

    public required IReadOnlyList<string> Features { get; init; }

    public required ServerTlsRecord? Tls { get; init; }

    public required ProfileRecord Profile { get; init; }

    /// <summary>What an earlier "sealift doctor" found out; <see langword="null"/> where it never did.</summary>
    public required ServerNoteRecord? Doctor { get; init; }

    /// <summary>The record of a session.</summary>
    public static ServerFactsRecord Of(FtpClientOptions options, FtpClient client, FtpReply system, ServerNote? note) => new()
    {
        Host = options.Host,
        Port = options.Port ?? (options.Mode == FtpTlsMode.Implicit ? FtpClientOptions.DefaultImplicitPort : FtpClientOptions.DefaultExplicitPort),
        Greeting = client.Greeting.Lines,
        System = system.IsCompleted ? system.Message.Trim() : null,
        Features = client.Features.Lines,
        Tls = ServerTlsRecord.Of(client.Tls),
        Profile = ProfileRecord.Of(client.Profile),
        Doctor = ServerNoteRecord.Of(note),
    };
}
