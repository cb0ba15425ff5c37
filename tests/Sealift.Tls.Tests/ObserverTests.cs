using System.Security.Cryptography;
using Sealift.TestKit;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Tests;

/// <summary>Code of the program that uses the library runs in the midst of a handshake: its failures end that handshake and nothing else.</summary>
public sealed class ObserverTests : IDisposable
{
    private readonly TestCertificates _ca = new();

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task An_observer_that_throws_ends_the_handshake(TlsBackend backend)
    {
        using var pair = TlsPair.Create(_ca, backend, backend);
        using var sockets = await SocketPair.ConnectAsync();
        var accepting = pair.Server.AcceptAsync(sockets.Server).AsTask();
        var options = new TlsStreamOptions { OnMessage = static _ => throw new InvalidOperationException("observed too much") };

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => pair.Client.ConnectAsync(sockets.Client, null, options).AsTask());

        Assert.Contains("observed too much", failure.ToString(), StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => sockets.Client.Available);
        await Assert.ThrowsAsync<TlsException>(async () => await (await accepting).ReadExactlyAsync(new byte[1]));
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_certificate_that_cannot_be_judged_is_not_trusted(TlsBackend backend)
    {
        using var pair = TlsPair.Create(
            _ca, backend, backend, o => o with { Trust = new TrustPolicy { Roots = [], Ask = (_, _, _) => throw new CryptographicException("unreadable") } });

        var (atClient, _) = await pair.FailAsync();

        Assert.Equal(TlsFailure.NotTrusted, atClient?.Failure);
        Assert.Contains("unreadable", atClient!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_session_of_the_other_role_is_refused_before_anything_is_sent(TlsBackend backend)
    {
        using var pair = TlsPair.Create(_ca, backend, backend);
        await using var control = await pair.ConnectAsync();
        using var sockets = await SocketPair.ConnectAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => pair.Client.ConnectAsync(sockets.Client, control.Server.Session).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => pair.Server.AcceptAsync(sockets.Server, control.Client.Session).AsTask());

        Assert.Equal(backend, pair.Client.Backend);
        Assert.Equal(backend, pair.Server.Backend);
    }

    public void Dispose() => _ca.Dispose();
}
