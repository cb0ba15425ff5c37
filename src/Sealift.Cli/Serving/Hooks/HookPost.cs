using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Sealift.Server.Events;
using Sealift.Server.Telemetry;

namespace Sealift.Cli.Serving.Hooks;

/// <summary>Posts events to web addresses, in the form of the audit log, signed where there is a secret. Redirections are not followed.</summary>
internal sealed class HookPost : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan, // each hook has its own
        MaxResponseContentBufferSize = 64 * 1024,
    };

    /// <param name="hook">The hook.</param>
    /// <param name="happened">The event.</param>
    /// <param name="delivery">The same for each attempt, so that the receiver knows what it has already.</param>
    /// <param name="now">The time that is signed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<HookAttempt> SendAsync(Hook hook, FtpServerEvent happened, Guid delivery, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(hook.Timeout);
        var body = FtpAuditLog.Describe(happened);
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "sealift");
        request.Headers.TryAddWithoutValidation("X-Sealift-Hook", hook.Name);
        request.Headers.TryAddWithoutValidation("X-Sealift-Delivery", delivery.ToString());
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation("X-Sealift-Timestamp", time);
        if (hook.Secret is { } secret) request.Headers.TryAddWithoutValidation("X-Sealift-Signature", "sha256=" + Sign(secret, time, body));
        try
        {
            using var reply = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return reply.IsSuccessStatusCode
                ? new HookAttempt(null)
                : new HookAttempt($"status {(int)reply.StatusCode}", IsFinal: !IsPassing(reply.StatusCode));
        }
        catch (HttpRequestException e)
        {
            return new HookAttempt(e.HttpRequestError.ToString());
        }
        catch (OperationCanceledException)
        {
            return new HookAttempt(cancellationToken.IsCancellationRequested ? "the server stopped" : $"no answer in {hook.Timeout.TotalSeconds:0.#} s");
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>HMAC-SHA-256 of the time, a dot and the body: a receiver refuses what is old, and what was said by somebody else.</summary>
    public static string Sign(byte[] secret, string time, byte[] body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, (byte[])[.. Encoding.ASCII.GetBytes(time + "."), .. body]));

    // RFC 9110 section 15: these say "not now"; the others would say the same again.
    private static bool IsPassing(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status == 425;
}
