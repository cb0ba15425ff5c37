using System.Buffers.Text;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Sealift.Server.Events;
using Sealift.Server.Telemetry;
using Sealift.Tls;

namespace Sealift.Cli.Serving.Hooks;

/// <summary>
/// Posts an event to a web address, in the form of the audit log, signed where there is a secret. One request a connection, over this project's own
/// TLS; redirections are not followed, and nothing of an answer counts but its status.
/// </summary>
internal static class HookPost
{
    private const int MaxHead = 16 * 1024;

    /// <param name="hook">The hook.</param>
    /// <param name="happened">The event.</param>
    /// <param name="delivery">The same for each attempt, so that the receiver knows what it has already.</param>
    /// <param name="now">The time that is signed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<HookAttempt> SendAsync(Hook hook, FtpServerEvent happened, Guid delivery, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(hook.Timeout);
        try
        {
            var request = Request(hook, FtpAuditLog.Describe(happened), delivery, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            return await SendAsync(hook, request, patience.Token) switch
            {
                null => new HookAttempt("what answers is no web server"),
                >= 200 and < 300 => new HookAttempt(null),
                var status => new HookAttempt($"status {status}", IsFinal: !IsPassing(status.Value)),
            };
        }
        catch (Exception e) when (e is IOException or SocketException or TlsException)
        {
            return new HookAttempt(e.Message);
        }
        catch (OperationCanceledException)
        {
            return new HookAttempt(cancellationToken.IsCancellationRequested ? "the server stopped" : $"no answer in {hook.Timeout.TotalSeconds:0.#} s");
        }
    }

    /// <summary>HMAC-SHA-256 of the time, a dot and the body: a receiver refuses what is old, and what was said by somebody else.</summary>
    public static string Sign(byte[] secret, string time, byte[] body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, (byte[])[.. Encoding.ASCII.GetBytes(time + "."), .. body]));

    // RFC 9112 sections 3 and 9.6: this request, and the connection ends after its answer.
    private static byte[] Request(Hook hook, byte[] body, Guid delivery, string time)
    {
        var address = hook.Address!;
        var name = address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost.Trim('[', ']')}]" : address.IdnHost;
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"POST {address.PathAndQuery} HTTP/1.1\r\n")
            .Append(CultureInfo.InvariantCulture, $"Host: {name}{(address.IsDefaultPort ? "" : $":{address.Port}")}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\nUser-Agent: sealift\r\n")
            .Append(CultureInfo.InvariantCulture, $"X-Sealift-Hook: {hook.Name}\r\nX-Sealift-Delivery: {delivery}\r\nX-Sealift-Timestamp: {time}\r\n");
        if (hook.Secret is { } secret) head.Append(CultureInfo.InvariantCulture, $"X-Sealift-Signature: sha256={Sign(secret, time, body)}\r\n");
        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    private static async Task<int?> SendAsync(Hook hook, byte[] request, CancellationToken cancellationToken)
    {
        var address = hook.Address!;
        var host = address.IdnHost.Trim('[', ']');
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, address.Port, cancellationToken);
            if (address.Scheme == "http")
            {
                await using var clear = new NetworkStream(socket);
                return await ExchangeAsync(clear, request, cancellationToken);
            }

            using var tls = TlsClient.Create(new TlsClientOptions
            {
                TargetHost = host,
                Port = address.Port,
                Trust = hook.Trust!,
                ApplicationProtocols = ["http/1.1"],
                HandshakeTimeout = hook.Timeout,
            });
            await using var secured = await tls.ConnectAsync(socket, cancellationToken: cancellationToken);
            return await ExchangeAsync(secured, request, cancellationToken);
        }
        finally
        {
            socket.Dispose();
        }
    }

    /// <summary>Sends, and reads the status of the final answer; null where there is none.</summary>
    private static async Task<int?> ExchangeAsync(Stream stream, byte[] request, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(request, cancellationToken);
        await stream.FlushAsync(cancellationToken);
        var buffer = new byte[MaxHead];
        var count = 0;
        while (count < buffer.Length)
        {
            var more = await stream.ReadAsync(buffer.AsMemory(count), cancellationToken);
            if (more == 0) return null;
            count += more;

            // RFC 9110 section 15.2: any number of 1xx may come before the answer.
            while (buffer.AsSpan(0, count).IndexOf("\r\n\r\n"u8) is var end && end >= 0)
            {
                if (Status(buffer.AsSpan(0, end)) is not (>= 100 and < 200)) return Status(buffer.AsSpan(0, end));
                buffer.AsSpan(end + 4, count - end - 4).CopyTo(buffer);
                count -= end + 4;
            }
        }

        return null;
    }

    // RFC 9112 section 4: HTTP/1.1 SP 3DIGIT SP words.
    private static int? Status(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && head.StartsWith("HTTP/1."u8) && head[8] == ' '
        && Utf8Parser.TryParse(head.Slice(9, 3), out int status, out var used) && used == 3 && status >= 100 ? status : null;

    // RFC 9110 section 15: these say "not now"; the others would say the same again.
    private static bool IsPassing(int status) => status is >= 500 or 408 or 425 or 429;
}
