namespace Sealift.Tls;

/// <summary>What one TLS connection needs that its siblings may not.</summary>
public sealed record TlsStreamOptions
{
    /// <summary>The defaults: a data connection.</summary>
    public static TlsStreamOptions Default { get; } = new();

    /// <summary>
    /// How many bytes are taken from the socket at once, 0 to 1 MiB. Large values save system calls on data connections; 0 takes
    /// no byte beyond the current record, which lets a connection go back to clear text. Default 131,328: eight full records with
    /// what encryption adds to them, so that records do not straddle the end of the buffer.
    /// </summary>
    public int ReadAhead { get; init; } = 8 * ((16 * 1024) + 32);

    /// <summary>
    /// On a server under TLS 1.3: whether new tickets follow the handshake. A client that only sends never reads them, and its
    /// socket, closed over unread bytes, is reset: the tail of an upload is lost. Then say false here, and let
    /// <see cref="TlsStream.TrySendTicket"/> give a ticket where the client reads. Default true.
    /// </summary>
    public bool SendTickets { get; init; } = true;

    /// <summary>Sees every handshake message and alert, in order, on the thread that does the work. Default: none.</summary>
    public Action<TlsMessage>? OnMessage { get; init; }
}
