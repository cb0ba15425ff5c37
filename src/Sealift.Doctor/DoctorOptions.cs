using System.Security.Cryptography.X509Certificates;
using Sealift.Client;

namespace Sealift.Doctor;

/// <summary>What is examined, and how far. Immutable.</summary>
public sealed record DoctorOptions
{
    /// <summary>
    /// The server, as a session would be made with it: host, port, mode, login, trust, proxy, time limits. Nobody should be asked
    /// anything by its trust. No password is sent before the server is trusted, and none in clear text.
    /// </summary>
    public required FtpClientOptions Client { get; init; }

    /// <summary>Whether <see cref="FtpClientOptions.Credential"/> is logged in with. Default false: everything is looked at from outside.</summary>
    public bool LogsIn { get; init; }

    /// <summary>Whether checks may write to the server. They remove what they wrote. Default false.</summary>
    public bool MayWrite { get; init; }

    /// <summary>The roots that chains are judged by; null (the default) for the system's. As in the trust of <see cref="Client"/>.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>The ids of the checks to make, in any case. Default empty: all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>The longest wait for one connection or one reply. Default 10 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest that one check may take. Default 60 s.</summary>
    public TimeSpan CheckLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest that all of them may take. Default 10 min.</summary>
    public TimeSpan TotalLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The most bytes that one check reads from a line that sends without end. Default 1 MiB.</summary>
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <summary>Hears which check is about to be made. Default: nobody.</summary>
    public Action<DoctorCheck>? OnCheck { get; init; }
}
