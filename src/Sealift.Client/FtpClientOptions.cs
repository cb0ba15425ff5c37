using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sealift.Client.Control;
using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.Core.Timeline;
using Sealift.Core.Wire;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Client;

/// <summary>Everything a session needs to know before it connects. Immutable; the defaults are the secure ones.</summary>
public sealed record FtpClientOptions
{
    /// <summary>The port of FTP, and of explicit TLS (RFC 959, RFC 4217).</summary>
    public const int DefaultExplicitPort = 21;

    /// <summary>The port of implicit TLS (IANA: ftps).</summary>
    public const int DefaultImplicitPort = 990;

    /// <summary>The host as the user typed it: a name, an IPv4 address, or an IPv6 address without brackets.</summary>
    public required string Host { get; init; }

    /// <summary>The port, 1 to 65535; null (the default) means 21, or 990 for implicit TLS.</summary>
    public int? Port { get; init; }

    /// <summary>How the connection is secured. Default: explicit TLS, which is required, never merely tried.</summary>
    public FtpTlsMode Mode { get; init; } = FtpTlsMode.Explicit;

    /// <summary>
    /// When the handshake of implicit TLS takes place. Default null: before the server's greeting, unless <see cref="Profile"/> names
    /// servers that greet first (<c>zos</c>).
    /// </summary>
    public FtpImplicitHandshake? ImplicitHandshake { get; init; }

    /// <summary>
    /// The mechanisms of AUTH in explicit mode, tried in this order until the server accepts one. Default: TLS (RFC 4217 section 4),
    /// then SSL, TLS-P and TLS-C for older servers. They begin the same TLS; nothing falls back to clear text.
    /// </summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public IReadOnlyList<FtpAuthMechanism> AuthMechanisms
    {
        get;
        init => field = value is { Count: > 0 } ? value : throw new ArgumentException("There must be a mechanism.", nameof(value));
    } = [FtpAuthMechanism.Tls, FtpAuthMechanism.Ssl, FtpAuthMechanism.TlsP, FtpAuthMechanism.TlsC];

    /// <summary>
    /// Whether data connections are in clear text (PROT C, RFC 4217 section 9): everybody on the way can read and change every file
    /// and listing, and no end of a transfer is proven by TLS. The login stays protected. Default false: PROT P, or no session.
    /// </summary>
    public bool ClearDataUnsafe { get; init; }

    /// <summary>
    /// Whether commands return to clear text after the login (CCC, RFC 4217 section 5), for firewalls that read them: everybody on the
    /// way can then read and change names and replies, and inject commands. Passwords are sent before, and data connections stay
    /// protected. A server that refuses it (533, 534) is an error. Default false.
    /// </summary>
    public bool ClearCommandsUnsafe { get; init; }

    /// <summary>
    /// The virtual host, named before the login (HOST, RFC 7151): a name, an IPv4 address or an IPv6 address, without a port. It is
    /// awaited, so that no password goes to another host. Default null: none is named. A server that does not know the host (504) or
    /// the command (500, 502) is an error. The TLS handshake asks for the same host (SNI), and its certificate must name it, as RFC 7151
    /// section 3.3 wants it.
    /// </summary>
    /// <exception cref="ArgumentException">The text is no host, or has a port.</exception>
    public string? VirtualHost
    {
        get;
        init => field = value is null ? null : VirtualHostName.Check(value);
    }

    /// <summary>
    /// Answers what a server asks during the login besides the password: an account (332) or a challenge (336), with text of the server's.
    /// Null for an answer gives up. Default null: nobody is asked, and such a login fails.
    /// </summary>
    public Func<FtpChallenge, CancellationToken, ValueTask<string?>>? Challenge { get; init; }

    /// <summary>Who logs in. Default: anonymous.</summary>
    public FtpCredential Credential { get; init; } = FtpCredential.Anonymous;

    /// <summary>Which servers are trusted. Default: those whose certificate names the host and chains to a system root.</summary>
    public ServerTrust Trust { get; init; } = new TrustPolicy();

    /// <summary>The oldest TLS version accepted. Default TLS 1.2, the floor.</summary>
    public TlsVersion MinTlsVersion { get; init; } = TlsVersion.Tls12;

    /// <summary>The newest TLS version offered. Default TLS 1.3.</summary>
    public TlsVersion MaxTlsVersion { get; init; } = TlsVersion.Tls13;

    /// <summary>The client certificate, shown to servers that ask for one. Default: none.</summary>
    public TlsCertificate? Certificate { get; init; }

    /// <summary>The TLS backend; null (the default) chooses by <c>SEALIFT_TLS</c>, then libssl where it is found.</summary>
    public TlsBackend? TlsBackend { get; init; }

    /// <summary>Who opens data connections. Default: this side (passive).</summary>
    public FtpDataMode DataMode { get; init; }

    /// <summary>
    /// The ports that active mode listens on, such as those that a firewall lets through. Default null: any free port. Each data
    /// connection takes one, and a port is free again when its connection has ended.
    /// </summary>
    public PortRange? ActivePorts { get; init; }

    /// <summary>
    /// The address that active mode announces, where address translation hides this machine's own. Default null: the local
    /// address of the control connection.
    /// </summary>
    public IPAddress? ActiveAddress { get; init; }

    /// <summary>
    /// Whether the session promises, by EPSV ALL before its first data connection (RFC 2428 section 4), to ask for ports with EPSV
    /// alone. Then PASV is never sent, not even where EPSV is refused. Default false.
    /// </summary>
    public bool EpsvAll { get; init; }

    /// <summary>The proxy that all connections go through. Default null: none.</summary>
    public FtpProxy? Proxy { get; init; }

    /// <summary>
    /// The longest to wait for a TCP connection to each address, for a proxy to make one, and in active mode for the server to make
    /// one. Default 15 s.
    /// </summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest to wait for a whole reply, the greeting included, and for a TLS handshake. Default 60 s.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest a data connection may make no progress. Default 60 s.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The longest to wait, after an upload's last byte was handed over, until the server has taken in what is still on its
    /// way and confirms the file. Megabytes may wait in buffers before a slow server. Default 5 min.
    /// </summary>
    public TimeSpan CompletionTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether commands that need no decision between them travel in one flight, which saves six round trips. Default null: they
    /// do, unless the server's profile says that it loses them. A server that does not answer such a flight is connected to again
    /// without, which <see cref="Hosts"/> remembers.
    /// </summary>
    public bool? Pipelining { get; init; }

    /// <summary>
    /// The <see cref="ServerProfile.Id"/> of the server's profile, or <see cref="ServerProfile.None"/> for none. Default null: what
    /// the server says of itself chooses. Options that are set come before the profile's rules.
    /// </summary>
    public string? Profile { get; init; }

    /// <summary>
    /// The encoding of commands, replies and listings. Default: UTF-8 (RFC 2640 section 2.2). Bytes that it cannot read are kept
    /// (<see cref="FtpTextEncoding"/>), so that a name from a listing works in later commands whatever its encoding.
    /// </summary>
    public FtpTextEncoding TextEncoding { get; init; } = FtpTextEncoding.Utf8;

    /// <summary>
    /// Whether the byte 0xFF is doubled in commands. Default: where a reader of Telnet would misread it, which suits most names on
    /// all servers. UTF-8 has no such byte.
    /// </summary>
    public TelnetDoubling TelnetDoubling { get; init; } = TelnetDoubling.WhereNeeded;

    /// <summary>
    /// The language of the server's replies (LANG, RFC 2640 section 4.1), such as "en" or "de-AT": asked for before the login, and
    /// again after it where the server lists LANG. A server that does not take it goes on in its own. Default null: the server's own.
    /// </summary>
    /// <exception cref="ArgumentException">It has a control character or half of a surrogate pair.</exception>
    public string? Language
    {
        get;
        init => field = CommandText.Check(value);
    }

    /// <summary>
    /// The name of the client software (CLNT), sent only where the server lists CLNT; some servers want it before they speak UTF-8.
    /// Default null: nothing is told. Say no more than a product's name.
    /// </summary>
    /// <exception cref="ArgumentException">It has a control character or half of a surrogate pair.</exception>
    public string? ClientName
    {
        get;
        init => field = CommandText.Check(value);
    }

    /// <summary>
    /// How long a session may be idle before a NOOP keeps it alive, against servers and firewalls that end idle sessions. Its reply is
    /// awaited before anything else is sent, and nothing is sent during a transfer. At least 1 s. Default null: off. TCP's own
    /// keep-alive is always on: a probe after 60 s, then every 15 s, six at most.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than a second.</exception>
    public TimeSpan? KeepAlive
    {
        get;
        init => field = value is null || value >= TimeSpan.FromSeconds(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A keep-alive is at least a second.");
    }

    /// <summary>What earlier sessions learnt about hosts. Options made from each other share it.</summary>
    public FtpHostMemory Hosts { get; init; } = new();

    /// <summary>Records what happens in the session. Default null: nothing is recorded, at no cost.</summary>
    public SessionTimeline? Timeline { get; init; }

    /// <summary>
    /// Makes the timeline of each session that is opened with these options, or with options made from them, which it is given. It is called once
    /// for each attempt, from any thread, and not where there is a <see cref="Timeline"/>. Default null. A timeline tells of one session, so it
    /// returns another one each time.
    /// </summary>
    public Func<FtpClientOptions, SessionTimeline>? Timelines { get; init; }

    /// <summary>Where log messages go. Default: nowhere. Secrets are never logged.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The clock of all time limits. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The bounds of replies. Default 8 KiB a line, 64 KiB or 1,000 lines a reply.</summary>
    public FtpReplyLimits ReplyLimits { get; init; } = new();

    /// <summary>The bounds of listings.</summary>
    public ListingLimits ListingLimits { get; init; } = new();

    /// <summary>
    /// Which command lists directories. Default null: MLSD where the server announces it, else LIST. In any case a command that the
    /// server does not know (500, 502) is replaced by the next, and NLST is the last.
    /// </summary>
    public ListingFormat? ListingFormat { get; init; }

    /// <summary>
    /// The form in which the server answers LIST. Default null: the lines tell, and where not one can be read, SYST is asked once. For
    /// servers whose lines could be something else too, such as z/OS where it lists bare names of members.
    /// </summary>
    public ListingDialect? ListingDialect { get; init; }

    /// <summary>
    /// Options sent with LIST, before the path: "-a" shows names with a leading dot on servers that follow ls, such as vsftpd. Default
    /// null: none, because servers without options take them for a path, unless the server's profile has some. An empty text: none
    /// in any case. MLSD and NLST never get any.
    /// </summary>
    /// <exception cref="ArgumentException">It has a control character or half of a surrogate pair.</exception>
    public string? ListArguments
    {
        get;
        init => field = CommandText.Check(value);
    }

    /// <summary>
    /// Codes with which the server refuses to list a directory that is empty, such as 550 (DrFTPD) or 450. Such a refusal counts as an
    /// empty listing where the directory can be entered (CWD). Default none but those of the server's profile: elsewhere they mean that
    /// there is no such directory, or no right to see it.
    /// </summary>
    public IReadOnlyList<int> EmptyListingReplies { get; init; } = [];

    /// <summary>Which data connections are compressed, where the server has MODE Z. Default: none.</summary>
    public FtpCompression Compression { get; init; } = FtpCompression.Off;

    /// <summary>
    /// How hard both sides try to make compressed data small: 1 (fast) to 9. Null (the default) leaves the server's to itself, and
    /// is 6 here.
    /// </summary>
    public int? CompressionLevel { get; init; }

    /// <summary>What compressed data may unfold to.</summary>
    public FtpCompressionLimits CompressionLimits { get; init; } = new();

    /// <summary>
    /// Whether an upload whose size is known is announced with ALLO (RFC 959 section 4.1.3), for servers that make room before.
    /// Default false: most need none.
    /// </summary>
    public bool Allocate { get; init; }

    /// <summary>
    /// Whether a file's time may be set with MDTM and two words, as vsftpd understands it, where the server has nothing better.
    /// Default true. Where the server has local times (use_localtime), it takes the time for one.
    /// </summary>
    public bool SetTimesWithMdtm { get; init; } = true;

    /// <summary>
    /// The facts that listings are to state, by name, such as "size" and "modify"; the type is always among them. Null (the
    /// default) leaves them to the server (OPTS MLST, RFC 3659 section 7.9).
    /// </summary>
    /// <exception cref="ArgumentException">A name has a control character or half of a surrogate pair.</exception>
    public IReadOnlyCollection<string>? MlstFacts
    {
        get;
        init => field = CommandText.Check(value);
    }

    /// <summary>The port in force.</summary>
    internal int EffectivePort => Port ?? (Mode == FtpTlsMode.Implicit ? DefaultImplicitPort : DefaultExplicitPort);

    /// <summary>Who is at the other end of TLS: the server or its virtual host, unless a proxy speaks FTP itself.</summary>
    internal (string Host, int Port) TlsPeer => Proxy is { Kind: FtpProxyKind.Ftp } proxy
        ? (proxy.Host, proxy.Port)
        : (VirtualHost?.Trim('[', ']') ?? Host, EffectivePort);

    /// <summary>Takes host, port, mode, and user and password where given, from a URL.</summary>
    public static FtpClientOptions From(FtpUrl url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return new FtpClientOptions
        {
            Host = url.Host,
            Port = url.Port,
            Mode = url.Mode,
            Credential = url.User is null
                ? FtpCredential.Anonymous
                : FtpCredential.WithPassword(url.User, url.Password ?? ""),
        };
    }

    /// <summary>Refuses what cannot work together, before anything is sent.</summary>
    internal void ThrowIfContradictory(string parameter)
    {
        if (DataMode != FtpDataMode.Active) return;
        if (Proxy is { Kind: not FtpProxyKind.Ftp })
            throw new ArgumentException("Active mode cannot pass a proxy: the server would have to connect to this machine. Use passive mode.", parameter);
        if (EpsvAll)
            throw new ArgumentException("Active mode contradicts EPSV ALL, which promises passive mode.", parameter);
    }
}
