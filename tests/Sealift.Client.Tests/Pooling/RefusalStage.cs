namespace Sealift.Client.Tests.Pooling;

/// <summary>Where a server says that there are too many sessions; each of these was seen with a real one.</summary>
public enum RefusalStage
{
    /// <summary>421 in place of the greeting: vsftpd, Pure-FTPd.</summary>
    Greeting,

    /// <summary>530 in place of the greeting: ProFTPD's MaxConnectionsPerHost.</summary>
    GreetingForGood,

    /// <summary>530 to PASS: ProFTPD's MaxClients, MaxClientsPerUser, MaxClientsPerHost.</summary>
    Password,

    /// <summary>421 to PASS: Pure-FTPd's limit for a user.</summary>
    PasswordWithGoodbye,

    /// <summary>The end of the connection without a word: ProFTPD's MaxInstances.</summary>
    Silently,
}
