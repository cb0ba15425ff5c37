using Sealift.Core;
using Sealift.Server.Users;

namespace Sealift.Server.Sessions;

/// <summary>What a session knows between two commands. RFC 4217 section 4: AUTH puts it back to the beginning.</summary>
internal sealed class SessionState
{
    private const int DefaultCompressionLevel = 6;

    public SessionStage Stage { get; set; }

    /// <summary>The name of the last USER command.</summary>
    public string UserName { get; set; } = "";

    /// <summary>The login that the session has; null before.</summary>
    public UserLogin? Login { get; set; }

    /// <summary>The user who is logged in; null before.</summary>
    public FtpUser? User => Login?.User;

    /// <summary>The virtual host that the client named; null for the server itself.</summary>
    public FtpVirtualHost? Host { get; set; }

    /// <summary>The directory that relative paths begin at; always absolute.</summary>
    public FtpPath Directory { get; set; } = FtpPath.Root;

    /// <summary>Whether TYPE A was asked for (RFC 959 section 3.1.1.1, the default).</summary>
    public bool IsAscii { get; set; } = true;

    /// <summary>Whether data is compressed, MODE Z, and how much (1 to 9).</summary>
    public bool IsCompressed { get; set; }

    /// <summary>The level of compression, 1 to 9 (OPTS MODE Z LEVEL).</summary>
    public int CompressionLevel { get; set; } = DefaultCompressionLevel;

    /// <summary>What HASH computes (OPTS HASH).</summary>
    public FtpHashAlgorithm HashAlgorithm { get; set; } = FtpHashAlgorithm.Sha256;

    /// <summary>Whether PBSZ was given, which must come before PROT (RFC 2228 section 3).</summary>
    public bool HasBufferSize { get; set; }

    /// <summary>Whether data connections are private, PROT P (RFC 4217 section 9).</summary>
    public bool IsDataPrivate { get; set; }

    /// <summary>Whether commands went back to clear text after the login (CCC).</summary>
    public bool IsCleared { get; set; }

    /// <summary>Whether this side begins the TLS handshakes of files, because another server is at the other end (SSCN).</summary>
    public bool IsTlsClient { get; set; }

    /// <summary>Whether EPSV ALL was given (RFC 2428 section 4).</summary>
    public bool IsEpsvOnly { get; set; }

    /// <summary>The offset of the last REST; it is good for the next transfer only.</summary>
    public long Restart { get; set; }

    /// <summary>The part of a file named by the last RANG; it is good for the next HASH or RETR only.</summary>
    public FtpByteRange? Range { get; set; }

    /// <summary>The path of the last RNFR; it is good for the next command only.</summary>
    public FtpPath? RenameSource { get; set; }

    /// <summary>The facts that MLSD and MLST show; null shows all (RFC 3659 section 7.9).</summary>
    public IReadOnlySet<string>? Facts { get; set; }

    public int BadCommands { get; set; }

    public int FailedLogins { get; set; }

    /// <summary>Nobody is logged in any more.</summary>
    public void LogOut()
    {
        Login?.Dispose();
        Login = null;
    }

    /// <summary>Back to the state of a new session: what was said in clear text counts for nothing under TLS.</summary>
    public void Reset()
    {
        Stage = SessionStage.AwaitingUser;
        UserName = "";
        LogOut();
        Host = null;
        Directory = FtpPath.Root;
        IsAscii = true;
        IsCompressed = false;
        CompressionLevel = DefaultCompressionLevel;
        HashAlgorithm = FtpHashAlgorithm.Sha256;
        IsCleared = false;
        IsTlsClient = false;
        Restart = 0;
        Range = null;
        RenameSource = null;
        HasBufferSize = false;
        IsDataPrivate = false;
        IsEpsvOnly = false;
        Facts = null;
    }
}
