using System.Collections.Frozen;
using Sealift.Core.Wire;

namespace Sealift.Client.Control;

/// <summary>
/// The commands that a session sends for itself only, because it would lose track of its own state: of who is logged in and how it is
/// secured (RFC 2228, RFC 4217), of the data connection that a command opens, of how data is represented.
/// </summary>
internal static class OwnCommands
{
    private static readonly FrozenSet<string> Verbs = FrozenSet.ToFrozenSet(
        [
            "AUTH", "ADAT", "PBSZ", "PROT", "CCC", "CDC", "MIC", "CONF", "ENC", "SSCN",
            "USER", "PASS", "ACCT", "HOST", "REIN", "QUIT",
            "PORT", "PASV", "EPRT", "EPSV", "LPRT", "LPSV", "SPSV", "CPSV", "PRET",
            "RETR", "STOR", "STOU", "APPE", "LIST", "NLST", "MLSD", "REST", "ABOR",
            "TYPE", "STRU", "MODE",
        ],
        StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The command is one of these.</exception>
    public static void Refuse(FtpCommand command)
    {
        if (!Verbs.Contains(command.Verb)) return;
        throw new ArgumentException(
            $"{command.Verb} changes the login, the security or the data connections of the session, which would no longer know its own "
            + "state. Use the method or the option made for it, or connect again; nothing was sent.",
            nameof(command));
    }
}
