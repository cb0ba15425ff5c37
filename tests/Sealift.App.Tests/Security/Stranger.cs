using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Sealift.App.Tests.Security;

/// <summary>Somebody who speaks HTTP to the app without being a browser: any host, origin and cookie.</summary>
/// <param name="address">The address of the app that works once.</param>
/// <param name="authority">Who vouches for its certificate; null without one.</param>
internal sealed class Stranger(Uri address, X509Certificate2? authority = null) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        UseProxy = false,
        SslOptions = { CertificateChainPolicy = authority is null ? null : Trusting(authority) },
    })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>The cookie that the address gives which works once.</summary>
    public async Task<string> TakeCookieAsync()
    {
        using var answer = await AskAsync(address.PathAndQuery);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return Cookie(answer).Split(';')[0];
    }

    /// <summary>What an answer's cookie says, with its flags.</summary>
    public static string Cookie(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("Set-Cookie"));

    /// <summary>Asks for something.</summary>
    public async Task<HttpResponseMessage> AskAsync(
        string path, string? method = null, string? host = null, string? origin = null, string? cookie = null, bool isWebSocket = false, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method ?? "GET"), new Uri(address, path)) { Content = content };
        if (host is not null) request.Headers.Host = host;
        if (origin is not null) request.Headers.Add("Origin", origin);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        if (isWebSocket)
        {
            // RFC 6455 section 4.1.
            request.Headers.Connection.Add("Upgrade");
            request.Headers.Upgrade.ParseAdd("websocket");
            request.Headers.Add("Sec-WebSocket-Version", "13");
            request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static X509ChainPolicy Trusting(X509Certificate2 authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        return policy;
    }

    public void Dispose() => _client.Dispose();
}
