using System.Net.Sockets;
#pragma warning disable
namespace Sealift.Tls.Platform;
// Follows in its own commit: until then only libssl carries TLS.
internal sealed class PlatformClient(TlsClientOptions o) : TlsClient(o) { public override TlsBackend Backend => TlsBackend.Platform; public override ValueTask<TlsStream> ConnectAsync(Socket s, TlsSession? x = null, TlsStreamOptions? y = null, CancellationToken z = default) => throw new NotSupportedException(); protected override void Dispose(bool d) { } }
internal sealed class PlatformServer(TlsServerOptions o) : TlsServer(o) { public override TlsBackend Backend => TlsBackend.Platform; public override ValueTask<TlsStream> AcceptAsync(Socket s, TlsSession? x = null, TlsStreamOptions? y = null, CancellationToken z = default) => throw new NotSupportedException(); protected override void Dispose(bool d) { } }
