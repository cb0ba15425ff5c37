using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>What is asked about a side before a walk begins.</summary>
/// <param name="Traits">What the store can hold; of a server what its profile says, too.</param>
/// <param name="KeepsTimes">Whether it certainly sets the times of files when asked to.</param>
/// <param name="Top">The root as an absolute path where that can be told: what relative roots are compared by.</param>
internal sealed record SideFacts(StoreTraits Traits, bool KeepsTimes, FtpPath Top)
{
    /// <summary>What two names of one server have in common: its address and its certificate. Null where one is not known.</summary>
    public string? Server { get; init; }

    /// <summary>The server, its port and the user: equal logins see the same files under the same paths.</summary>
    public string? Login { get; init; }

    public static ValueTask<SideFacts> AskAsync(TransferSide side, TimeProvider time, CancellationToken cancellationToken) => side.Pool is { } pool
        ? new PatientLook(side, time).AskAsync(token => AskAsync(side, pool, token), cancellationToken)
        : ValueTask.FromResult(new SideFacts(side.Traits, KeepsTimes: true, FtpPath.Root.Combine(AsRelative(side.Root))));

    private static async ValueTask<SideFacts> AskAsync(TransferSide side, FtpClientPool pool, CancellationToken cancellationToken)
    {
        var lease = await pool.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var client = lease.Client;
            var traits = client.Profile.Profile.IgnoresCase ? side.Traits with { IgnoresCase = true } : side.Traits;

            // What else sets times (SITE UTIME, MDTM with a time) is not announced as such, and may be switched off.
            var keepsTimes = client.Features.Mfmt || client.Features.ModifiableFacts.Contains("modify", StringComparer.OrdinalIgnoreCase);
            var top = side.Root;
            if (!top.IsAbsolute)
            {
                var reply = await client.ExecuteAsync(new FtpCommand("PWD"), cancellationToken).ConfigureAwait(false);
                if (reply.Code == 257 && PwdFormat.TryParse(reply.Message, out var home)) top = home.Combine(top);
            }

            var server = client is { ServerAddress: { } address, Tls.PeerCertificate: { } certificate }
                ? $"{address} {certificate.GetCertHashString(HashAlgorithmName.SHA256)}"
                : null;
            return new SideFacts(traits, keepsTimes, top) { Server = server, Login = server is null ? null : $"{server} {client.Port} {client.User}" };
        }
    }

    private static FtpPath AsRelative(FtpPath path) => path.Segments.Aggregate(FtpPath.Home, static (walked, name) => walked.Append(name));
}
