namespace Sealift.Doctor.Files;

/// <summary>Remedies that several checks of files share.</summary>
internal static class SettingRemedies
{
    /// <summary>That a command is not forbidden.</summary>
    public static IReadOnlyList<Remedy> AllowCommand(string command) => Remedies.For(
        vsftpd: $"{command} not in cmds_denied, and in cmds_allowed where that is set; it has no {command} where FEAT does not list it.",
        proFtpd: $"No <Limit {command}>; <Limit ALL> and the module for it",
        pureFtpd: $"Update it; {command} cannot be switched off.",
        fileZilla: "Update FileZilla Server.",
        iis: $"FTP Request Filtering > Commands: {command} allowed.",
        eft: $"Site > Connections: {command} allowed.",
        sealift: "Update Sealift.");

    /// <summary>Something that no setting changes.</summary>
    public static IReadOnlyList<Remedy> Update(string why) => Remedies.For(
        vsftpd: $"{why} Update vsftpd.",
        proFtpd: $"{why} Update ProFTPD.",
        pureFtpd: $"{why} Update Pure-FTPd.",
        fileZilla: $"{why} Update FileZilla Server.",
        iis: $"{why} Install Windows' updates.",
        eft: $"{why} Update EFT.",
        sealift: $"{why} Update Sealift.");
}
