using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Server.Events;

namespace Sealift.Cli.Serving.Watching;

/// <summary>Events as lines for people. What is not worth a line gives none.</summary>
internal static class EventText
{
    public static string? Of(FtpServerEvent happened) => happened switch
    {
        ConnectionRefused refused => $"{refused.Peer?.Address} was refused: too many sessions",
        LoginSucceeded login => $"{Who(login)} logged in from {login.Session.Peer.Address}{(login.IsByCertificate ? " by certificate" : "")}{(login.Session.Protection is { } tls ? $", {tls}" : ", in clear text")}",
        LoginFailed failed => $"login of {Quoted(failed.Session.UserName)} from {failed.Session.Peer.Address} refused",
        LockedOut { IsAddress: true } locked => $"the address {locked.Session.Peer.Address} is locked out for {Minutes(locked)} min",
        LockedOut locked => $"the name {Quoted(locked.Session.UserName)} is locked out for {Minutes(locked)} min",
        TransferEnded { Kind: FtpTransferKind.Listing, IsComplete: true } => null,
        TransferEnded { IsComplete: true } done => $"{Who(done)} {(done.Kind == FtpTransferKind.Upload ? "uploaded" : "downloaded")} {done.Path}, {SizeText.OfTransfer(done.Bytes, done.Duration)}",
        TransferEnded failed => $"{Who(failed)} {failed.Verb} {failed.Path} failed after {SizeText.Of(failed.Bytes)}: {failed.Code.ToString(CultureInfo.InvariantCulture)} {failed.Text}",
        FileChanged { Target: { } target } renamed => $"{Who(renamed)} renamed {renamed.Path} to {target}",
        FileChanged changed => $"{Who(changed)} {Words(changed.Name)} {changed.Path}",
        CommandRefused refused => $"{Who(refused)} {refused.Verb} {refused.Path} refused: {refused.Code.ToString(CultureInfo.InvariantCulture)} {refused.Text}",
        SessionEnded { Session.User: not null } ended => $"{Who(ended)} left: {ended.Reason}",
        SessionEnded ended => $"{ended.Session.Peer.Address} left without a login: {ended.Reason}",
        _ => null,
    };

    private static string Who(FtpSessionEvent happened) => $"#{happened.Session.Id.ToString(CultureInfo.InvariantCulture)} {happened.Session.UserName}";

    private static string Minutes(LockedOut locked) => locked.Duration.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture);

    // Some type their password where the name belongs: a screen is no place for it.
    private static string Quoted(string? name) => name is { Length: > 0 and <= 64 } ? $"\"{name}\"" : "nobody";

    private static string Words(string name) => name switch
    {
        "delete" => "deleted",
        "mkdir" => "made the directory",
        "rmdir" => "removed the directory",
        "join" => "joined",
        _ => "set facts of",
    };
}
