using System.Security.Cryptography.X509Certificates;
using Sealift.Client;
using Sealift.Tls.Trust;

namespace Sealift.Doctor.Tests;

/// <summary>Examinations as tests make them.</summary>
internal static class Examine
{
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
        Patience = TimeSpan.FromSeconds(30),
    };

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
