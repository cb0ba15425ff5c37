using System.Security.Cryptography.X509Certificates;
using Sealift.Client;
using Sealift.Tls.Trust;

namespace Sealift.Doctor.Tests;

/// <summary>Examinations as tests make them.</summary>
internal static class Examine
{
    /// <summary>How long a server may say nothing, where the test has a clock of its own; no other wait is as long as this.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(29);

    // Far more than any answer takes, however busy the machine is.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A server on this machine, of which nothing is known but its port.</summary>
    public static DoctorOptions Local(int port, string? authorityFile = null) => new()
    {
        Client = new FtpClientOptions
        {
            Host = "127.0.0.1",
            Port = port,
            Trust = new TrustPolicy { Roots = Roots(authorityFile) },
        },
        Roots = Roots(authorityFile),
        Patience = Patience,
        CheckLimit = TimeSpan.FromMinutes(20),
        TotalLimit = TimeSpan.FromHours(1),
    };

    /// <summary>
    /// The same by a clock of the test's own: no answer is late, and a server that says nothing is waited for until the test lets
    /// <see cref="Silence"/> end.
    /// </summary>
    public static DoctorOptions Local(int port, TimeProvider clock, string? authorityFile = null)
    {
        var options = Local(port, authorityFile);
        return options with { Client = options.Client with { TimeProvider = clock, ReplyTimeout = Silence } };
    }

    /// <summary>Makes these checks and returns the report.</summary>
    public static async Task<DoctorReport> RunAsync(DoctorOptions options, params IReadOnlyList<string> checks)
    {
        var doctor = new ServerDoctor(options with { Only = checks });
        await foreach (var _ in doctor.ExamineAsync(TestContext.Current.CancellationToken)) continue;
        return doctor.Report!;
    }

    /// <summary>Makes one check and returns what it found.</summary>
    public static async Task<Finding> OneAsync(DoctorOptions options, string check) =>
        Assert.Single((await RunAsync(options, check)).Findings);

    private static X509Certificate2Collection? Roots(string? file)
    {
        if (file is null) return null;
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(file);
        return roots;
    }
}
