using Sealift.Tls.OpenSsl;

namespace Sealift.Tls.Tests;

/// <summary>The backends that this machine has, as rows of a theory.</summary>
public static class Backends
{
    public static TheoryData<TlsBackend> All => [.. Available];

    /// <summary>Client and server, every combination.</summary>
    public static TheoryData<TlsBackend, TlsBackend> Pairs
    {
        get
        {
            var rows = new TheoryData<TlsBackend, TlsBackend>();
            foreach (var client in Available)
            {
                foreach (var server in Available) rows.Add(client, server);
            }

            return rows;
        }
    }

    /// <summary>Client, server and protocol version, every combination.</summary>
    public static TheoryData<TlsBackend, TlsBackend, TlsVersion> PairsAndVersions
    {
        get
        {
            var rows = new TheoryData<TlsBackend, TlsBackend, TlsVersion>();
            foreach (var client in Available)
            {
                foreach (var server in Available)
                {
                    rows.Add(client, server, TlsVersion.Tls12);
                    rows.Add(client, server, TlsVersion.Tls13);
                }
            }

            return rows;
        }
    }

    private static IEnumerable<TlsBackend> Available =>
        LibSsl.IsAvailable ? [TlsBackend.OpenSsl, TlsBackend.Platform] : [TlsBackend.Platform];

    public static void RequireOpenSsl() => Assert.SkipUnless(LibSsl.IsAvailable, "libssl 3 is not on this machine");
}
