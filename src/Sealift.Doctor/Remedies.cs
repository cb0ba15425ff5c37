namespace Sealift.Doctor;

/// <summary>Makes a fault's remedies. Every family has to be thought of; null where it has no such setting.</summary>
internal static class Remedies
{
    public static IReadOnlyList<Remedy> For(string? vsftpd, string? proFtpd, string? pureFtpd, string? fileZilla, string? iis, string? eft, string? sealift)
    {
        (string Family, string? Text)[] all =
        [
            (ServerFamily.Vsftpd, vsftpd),
            (ServerFamily.ProFtpd, proFtpd),
            (ServerFamily.PureFtpd, pureFtpd),
            (ServerFamily.FileZilla, fileZilla),
            (ServerFamily.Iis, iis),
            (ServerFamily.Eft, eft),
            (ServerFamily.Sealift, sealift),
        ];
        return [.. all.Where(remedy => remedy.Text is not null).Select(remedy => new Remedy(remedy.Family, remedy.Text!))];
    }
}
