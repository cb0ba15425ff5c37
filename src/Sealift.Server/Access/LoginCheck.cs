using System.Security.Cryptography.X509Certificates;
using Sealift.Core;
using Sealift.Server.Events;
using Sealift.Server.Sessions;
using Sealift.Tls.Trust;

namespace Sealift.Server.Access;

/// <summary>
/// Finds out whether a name and a password are a login. Every refusal looks the same from outside, and takes the same time; only an address that
/// is locked out is refused without any work, so that it cannot keep the machine busy.
/// </summary>
internal static class LoginCheck
{
    /// <summary>The user; or how many wrong passwords that makes, of the name or of the address.</summary>
    public static async ValueTask<(FtpUser? User, int Failures)> FindAsync(FtpSession session, string password, CancellationToken cancellationToken)
    {
        var server = session.Server;
        var counted = ClientAddress.CountedAs(session.Peer.Address);

        // One at a time for each address: a crowd of guesses from one place must not fill the queue that others wait in.
        await server.LoginTurns.BeginAsync(counted, cancellationToken).ConfigureAwait(false);
        try
        {
            var user = server.Logins.IsLocked(session.Peer.Address)
                ? Refused(session, "the address is locked out")
                : await CheckAsync(session, password, cancellationToken).ConfigureAwait(false);

            // Before the next one has its turn.
            return user is null ? (null, Fail(session)) : (user, 0);
        }
        finally
        {
            server.LoginTurns.End(counted);
        }
    }

    /// <summary>The key of the client's certificate; null where it has none.</summary>
    public static SpkiPin? Pin(FtpSession session) => Certificate(session) is { } certificate ? SpkiPin.Of(certificate) : null;

    private static async ValueTask<FtpUser?> CheckAsync(FtpSession session, string password, CancellationToken cancellationToken)
    {
        var server = session.Server;
        var name = session.State.UserName;
        var host = session.State.Host;
        var isLocked = server.Logins.IsLocked(host?.Name, name);
        var user = await server.FindUserAsync(host, name, cancellationToken).ConfigureAwait(false);
        var found = await FindAsync(session, isLocked, user, password, cancellationToken).ConfigureAwait(false);
        if (isLocked) return Refused(session, "the name is locked out");
        if (found is not null && !ClientAddress.IsIn(found.AllowedNetworks, session.Peer.Address))
            return Refused(session, "the user may not come from there");
        if (found is not null) server.Logins.Succeed(session.Peer.Address, host?.Name, name);
        return found;
    }

    // A name that is locked out gets the work of a name that nobody has.
    private static async ValueTask<FtpUser?> FindAsync(
        FtpSession session, bool isLocked, FtpUser? user, string password, CancellationToken cancellationToken)
    {
        var server = session.Server;
        if (user is { IsAnonymous: true }) return user;
        var asked = user is null && !isLocked && server.Options.LogIn is { } ask
            ? ask(new FtpLogin(session.State.UserName, new FtpSecret(password), session.Peer, session.State.Host?.Name, Certificate(session)), cancellationToken)
            : ValueTask.FromResult<FtpUser?>(null);
        bool isRight;
        try
        {
            isRight = await server.Passwords.CheckAsync(isLocked ? null : user, password, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await ((Task)asked.AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        if (await asked.ConfigureAwait(false) is { } decided) return decided;
        if (!isRight) return null;
        if (user is not { CertificateUse: FtpCertificateUse.WithPassword, CertificatePins: { Count: > 0 } pins }) return user;
        return Pin(session) is { } pin && pins.Contains(pin) ? user : null;
    }

    private static X509Certificate2? Certificate(FtpSession session) => session.Control.Tls?.Info.PeerCertificate;

    private static int Fail(FtpSession session)
    {
        var server = session.Server;
        var name = session.State.UserName;
        var (count, locksName, locksAddress) = server.Logins.Fail(session.Peer.Address, session.State.Host?.Name, name);
        if (locksName) TellLockOut(session, isAddress: false, $"The name {TerminalText.Escape(name)}", count);
        if (locksAddress) TellLockOut(session, isAddress: true, $"The address {ClientAddress.CountedAs(session.Peer.Address)}", count);
        return count;
    }

    private static void TellLockOut(FtpSession session, bool isAddress, string what, int count)
    {
        var duration = session.Server.Limits.LockOutTime;
        ServerLog.LockedOut(session.Server.Logger, what, count, duration.TotalMinutes);
        session.Tell((now, status) => new LockedOut(isAddress, count, duration) { Time = now, Session = status });
    }

    private static FtpUser? Refused(FtpSession session, string reason)
    {
        ServerLog.LoginBarred(session.Server.Logger, session.Id, TerminalText.Escape(session.State.UserName), session.Peer, reason);
        return null;
    }
}
