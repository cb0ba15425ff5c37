namespace Sealift.TestKit;

/// <summary>What <see cref="TestCertificates.Issue(TestCertificateOptions)"/> puts into a certificate.</summary>
public sealed record TestCertificateOptions
{
    /// <summary>DNS names and IP addresses for the subject alternative name; addresses are recognised as such.</summary>
    public IReadOnlyList<string> Names { get; init; } = ["localhost", "127.0.0.1", "::1"];

    /// <summary>The common name; the first of <see cref="Names"/> by default.</summary>
    public string? CommonName { get; init; }

    /// <summary>The kind of key; ECDSA by default.</summary>
    public TestKeyKind Key { get; init; } = TestKeyKind.Ecdsa;

    /// <summary>Start of validity, relative to now; one hour ago by default.</summary>
    public TimeSpan ValidFrom { get; init; } = TimeSpan.FromHours(-1);

    /// <summary>End of validity, relative to now; in 90 days by default: nothing warns of its end.</summary>
    public TimeSpan ValidTo { get; init; } = TimeSpan.FromDays(90);

    /// <summary>For TLS clients (extended key usage clientAuth) instead of servers; false by default.</summary>
    public bool ForClient { get; init; }

    /// <summary>Signed by its own key instead of the test CA; false by default.</summary>
    public bool SelfSigned { get; init; }
}
