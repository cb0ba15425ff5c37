using Sealift.Client;

namespace Sealift.Doctor;

/// <summary>The families of servers that remedies are written for.</summary>
public static class ServerFamily
{
    /// <summary>vsftpd.</summary>
    public const string Vsftpd = "vsftpd";

    /// <summary>ProFTPD.</summary>
    public const string ProFtpd = "proftpd";

    /// <summary>Pure-FTPd.</summary>
    public const string PureFtpd = "pureftpd";

    /// <summary>FileZilla Server.</summary>
    public const string FileZilla = "filezilla";

    /// <summary>Microsoft's FTP service in IIS.</summary>
    public const string Iis = "iis";

    /// <summary>Globalscape EFT.</summary>
    public const string Eft = "eft";

    /// <summary>This suite's own server.</summary>
    public const string Sealift = "sealift";

    /// <summary>All of them, in the order in which remedies are shown.</summary>
    public static IReadOnlyList<string> All { get; } = [Vsftpd, ProFtpd, PureFtpd, FileZilla, Iis, Eft, Sealift];

    /// <summary>The family's name for people.</summary>
    /// <param name="family">Its id.</param>
    public static string NameOf(string family) =>
        family == Sealift ? "Sealift (sealift serve)" : ServerProfile.Find(family)?.Name ?? family;
}
