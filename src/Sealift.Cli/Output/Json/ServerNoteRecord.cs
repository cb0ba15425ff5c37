using Sealift.Client;
using Sealift.Sites;
using Sealift.Tls;

namespace Sealift.Cli.Output.Json;

/// <summary>What an earlier examination found out. The fields are documented in docs/cli.md.</summary>
internal sealed record ServerNoteRecord
{
    public required DateTimeOffset Examined { get; init; }

    public required string? Family { get; init; }

    public required bool? Pipelining { get; init; }

    public required bool? Epsv { get; init; }

    public required string? TlsMax { get; init; }

    public required string? ImplicitHandshake { get; init; }

    public required int? Sessions { get; init; }

    public static ServerNoteRecord? Of(ServerNote? note) => note is null ? null : new ServerNoteRecord
    {
        Examined = note.Examined,
        Family = note.Family,
        Pipelining = note.Facts.Pipelining,
        Epsv = note.Facts.Epsv,
        TlsMax = note.Facts.MaxTlsVersion switch { TlsVersion.Tls12 => "1.2", TlsVersion.Tls13 => "1.3", _ => null },
        ImplicitHandshake = note.Facts.ImplicitHandshake switch { FtpImplicitHandshake.AfterGreeting => "after-greeting", FtpImplicitHandshake.BeforeGreeting => "before-greeting", _ => null },
        Sessions = note.Facts.Sessions,
    };
}
