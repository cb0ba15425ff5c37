namespace Sealift.Server;

/// <summary>What a session may cost. Every limit has a reason; none can be switched off, only set.</summary>
public sealed record FtpServerLimits
{
    /// <summary>Sessions at once, counted before TLS. Default 2,000: their buffers stay below 100 MB.</summary>
    public int MaxSessions { get; init; } = 2000;

    /// <summary>
    /// Sessions at once from one address, counted before TLS; the /64 network of an IPv6 address counts as one, because that is what one
    /// customer gets. Default 100: one client cannot take all places.
    /// </summary>
    public int MaxSessionsPerAddress { get; init; } = 100;

    /// <summary>A TLS handshake, and the client's end of TLS after CCC and REIN. Default 10 s: ten times what the slowest link needs.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the connection to the end of the login. Default 60 s: time for a person to type, not for a crowd to camp.</summary>
    public TimeSpan LoginTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Without a whole command and without a transfer. Default 5 min (RFC 1123 section 4.1.3.2 asks for at least that).</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Without progress in a transfer or in sending a reply: 128 KiB sent or a byte received. Default 2 min: one kilobyte a second
    /// is enough to live.
    /// </summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>From PASV or EPSV to the client's connection. Default 20 s: a port waits for one client, not for a passer-by.</summary>
    public TimeSpan DataConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For the client to close its side once all was sent. Default 15 s: clients that wait for 226 first still get it.</summary>
    public TimeSpan DataCloseTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>One command line in bytes, 64 to 65,536. Default 4,096: the longest path of common systems.</summary>
    public int MaxCommandBytes { get; init; } = 4096;

    /// <summary>Commands that wait while a transfer runs. Default 32: more than any client sends ahead.</summary>
    public int MaxWaitingCommands { get; init; } = 32;

    /// <summary>Lines that are no command before the session ends. Default 10: no client, but a stream of something else.</summary>
    public int MaxBadCommands { get; init; } = 10;

    /// <summary>Wrong passwords before the session ends. Default 3: a typing error, twice.</summary>
    public int MaxFailedLogins { get; init; } = 3;

    /// <summary>The wait after the first wrong password of a name or an address; it doubles with each. Default 1 s: guessing becomes slow, typing does not.</summary>
    public TimeSpan FailedLoginDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait after a wrong password. Default 20 s: what grows without end would outlive the login time.</summary>
    public TimeSpan MaxFailedLoginDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Wrong passwords for one name, from anywhere, before it is locked out for <see cref="LockOutTime"/>; names that nobody has are locked out
    /// as well. A right password begins the count anew. Default 10: ten guesses in a quarter of an hour find no password worth its name.
    /// </summary>
    public int MaxFailedLoginsPerUser { get; init; } = 10;

    /// <summary>
    /// Wrong passwords from one address (the /64 network of an IPv6 address), for whatever names, before it is locked out for
    /// <see cref="LockOutTime"/>. Default 20: several people behind one router may err, a guesser is done.
    /// </summary>
    public int MaxFailedLoginsPerAddress { get; init; } = 20;

    /// <summary>
    /// How long a name or an address stays locked out, and how long wrong passwords are remembered after the last one. Default 15 min: long for a
    /// guesser, short for a person.
    /// </summary>
    public TimeSpan LockOutTime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Names and addresses with wrong passwords that are remembered at once. Default 10,000: about two megabytes, whoever attacks.</summary>
    public int MaxLockOutEntries { get; init; } = 10_000;

    /// <summary>
    /// Bytes a second that a client must take or send on average over <see cref="MinTransferRateTime"/>; one that is slower is cut with 426.
    /// The time that this server takes does not count. Default 512: half of what the slowest modem of a mobile phone can do.
    /// </summary>
    public int MinTransferRate { get; init; } = 512;

    /// <summary>The time over which <see cref="MinTransferRate"/> is the average. Default 1 min: a link that is gone for a while may catch up.</summary>
    public TimeSpan MinTransferRateTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Password checks at once. Default: the number of processors; each takes one for a fifth of a second.</summary>
    public int MaxPasswordChecks { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Commands at once that read whole files (HASH and its kin, COMB). Default: the number of processors; more would only be slower.
    /// </summary>
    public int MaxWorks { get; init; } = Environment.ProcessorCount;

    /// <summary>One such command, the wait for its turn included. Default 15 min: a terabyte from a fast disk; ABOR ends it earlier.</summary>
    public TimeSpan WorkTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The most bytes that one compressed byte of an upload may stand for (MODE Z), after the first MiB. Default 200: text folds to a
    /// twentieth, and what folds better is nothing but zeros, which travel uncompressed just as well.
    /// </summary>
    public int MaxInflationRatio { get; init; } = 200;

    /// <summary>The most bytes that one compressed upload may unfold to. Default 1 TiB: no disk of common size takes more.</summary>
    public long MaxInflatedBytes { get; init; } = 1L << 40;

    /// <summary>Lines of a listing in a reply (STAT with a path). Default 1,000: what goes beyond belongs on a data connection.</summary>
    public int MaxStatLines { get; init; } = 1000;

    /// <summary>For running transfers when the server stops. Default 30 s: what a service manager allows.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong with the limits; null if nothing is.</summary>
    internal string? Problem() =>
        Problem(MaxSessions, 1, int.MaxValue, nameof(MaxSessions))
        ?? Problem(MaxSessionsPerAddress, 1, int.MaxValue, nameof(MaxSessionsPerAddress))
        ?? Problem(MaxCommandBytes, 64, 65536, nameof(MaxCommandBytes))
        ?? Problem(MaxWaitingCommands, 1, int.MaxValue, nameof(MaxWaitingCommands))
        ?? Problem(MaxBadCommands, 1, int.MaxValue, nameof(MaxBadCommands))
        ?? Problem(MaxFailedLogins, 1, int.MaxValue, nameof(MaxFailedLogins))
        ?? Problem(MaxFailedLoginsPerUser, 1, int.MaxValue, nameof(MaxFailedLoginsPerUser))
        ?? Problem(MaxFailedLoginsPerAddress, 1, int.MaxValue, nameof(MaxFailedLoginsPerAddress))
        ?? Problem(MaxLockOutEntries, 1, int.MaxValue, nameof(MaxLockOutEntries))
        ?? Problem(MinTransferRate, 1, int.MaxValue, nameof(MinTransferRate))
        ?? Problem(MaxPasswordChecks, 1, int.MaxValue, nameof(MaxPasswordChecks))
        ?? Problem(MaxWorks, 1, int.MaxValue, nameof(MaxWorks))
        ?? Problem(MaxInflationRatio, 1, int.MaxValue, nameof(MaxInflationRatio))
        ?? Problem(MaxStatLines, 1, 100_000, nameof(MaxStatLines))
        ?? (MaxInflatedBytes < 1 ? $"MaxInflatedBytes is {MaxInflatedBytes}; it may be 1 or more." : null)
        ?? Problem(WorkTimeout, nameof(WorkTimeout))
        ?? Problem(HandshakeTimeout, nameof(HandshakeTimeout))
        ?? Problem(LoginTimeout, nameof(LoginTimeout))
        ?? Problem(IdleTimeout, nameof(IdleTimeout))
        ?? Problem(StallTimeout, nameof(StallTimeout))
        ?? Problem(DataConnectTimeout, nameof(DataConnectTimeout))
        ?? Problem(DataCloseTimeout, nameof(DataCloseTimeout))
        ?? Problem(StopTimeout, nameof(StopTimeout))
        ?? Problem(LockOutTime, nameof(LockOutTime))
        ?? Problem(MinTransferRateTime, nameof(MinTransferRateTime))
        ?? Problem(MaxFailedLoginDelay + TimeSpan.FromTicks(1), nameof(MaxFailedLoginDelay))
        ?? Problem(FailedLoginDelay + TimeSpan.FromTicks(1), nameof(FailedLoginDelay)); // none at all is allowed

    private static string? Problem(int value, int min, int max, string name) =>
        value < min || value > max ? $"{name} is {value}; it may be {min} to {max}." : null;

    // A timer waits 49 days at most.
    private static string? Problem(TimeSpan value, string name) =>
        value <= TimeSpan.Zero || value > TimeSpan.FromDays(45) ? $"{name} is {value}; it may be up to 45 days." : null;
}
