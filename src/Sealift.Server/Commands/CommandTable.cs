using System.Collections.Frozen;
using System.Net.Sockets;
using Sealift.Core.Stores;
using Sealift.Core.Wire;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>All commands of the server, and the checks that come before each of them.</summary>
internal static class CommandTable
{
    private static readonly FrozenDictionary<string, CommandRule> Rules = ((IEnumerable<CommandRule>)
    [
        .. SecurityCommands.Rules, .. AccessCommands.Rules, .. FeatureCommands.Rules, .. StatusCommands.Rules, .. SpaceCommands.Rules,
        .. PathCommands.Rules, .. FactCommands.Rules, .. ModifyCommands.Rules, .. SiteCommands.Rules, .. DataCommands.Rules,
        .. TransferCommands.Rules, .. ListingCommands.Rules, .. ChecksumCommands.Rules, .. JoinCommands.Rules,
    ]).ToFrozenDictionary(rule => rule.Verb, StringComparer.Ordinal);

    /// <summary>The commands that HELP names under a policy, in alphabetical order.</summary>
    public static IReadOnlyList<string> Offered(FtpServerPolicy policy) =>
        [.. Rules.Values.Where(rule => rule.IsOffered && rule.IsOfferedBy?.Invoke(policy) != false).Select(rule => rule.Verb).Order(StringComparer.Ordinal)];

    /// <summary>Runs a command and answers it, whatever happens.</summary>
    public static async ValueTask RunAsync(FtpSession session, FtpCommand command)
    {
        if (!Rules.TryGetValue(command.Verb, out var rule))
        {
            session.RefuseLine("There is no such command.");
            return;
        }

        Forget(session.State, rule.Verb);
        if (Refusal(session, rule, command.Argument) is { } refusal)
        {
            session.Reply(refusal.Code, refusal.Text);
            return;
        }

        try
        {
            await rule.Run(session, command.Argument ?? "", session.Server.Aborting).ConfigureAwait(false);
        }
        catch (CommandRefusedException e)
        {
            session.Reply(e.Code, e.Message);
        }
        catch (FileStoreException e)
        {
            ServerLog.StoreRefused(session.Server.Logger, session.Id, rule.Verb, e.Message);
            var (code, text) = StoreReplies.For(e.Error);
            session.Reply(code, text);
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException or SocketException))
        {
            // A store or a delegate of the program failed; the session is in step and goes on.
            ServerLog.CommandFailed(session.Server.Logger, e, session.Id, rule.Verb);
            session.Reply(451, "The server failed.");
        }
    }

    // RNFR must be followed by RNTO (RFC 959 section 4.1.3). REST must be followed by the transfer (RFC 3659 section 5.3); what opens a
    // data port may stand between, because clients that send it there would get the whole file appended to their part of it.
    private static void Forget(SessionState state, string verb)
    {
        if (verb != "RNTO") state.RenameSource = null;
        if (verb is "PASV" or "EPSV" or "PORT" or "EPRT" or "CPSV") return;
        if (verb is not ("RETR" or "STOR")) state.Restart = 0;
        if (verb is not ("RETR" or "STOR" or "HASH")) state.Range = null;
    }

    private static (int Code, string Text)? Refusal(FtpSession session, CommandRule rule, string? argument)
    {
        var state = session.State;
        if (rule.Access != CommandAccess.Anyone && session.Server.Options.RequireTls && session.Control.Tls is null && !state.IsCleared)
            return (530, "Use AUTH TLS first: nothing goes on in clear text here.");
        if (rule.Access == CommandAccess.LoggedIn && state.User is null)
            return (530, "Log in with USER and PASS first.");
        if (state.Login?.May(rule.Needs) == false)
            return (550, $"You have no right to do that here: it needs {rule.Needs.ToString().ToLowerInvariant()}.");
        return rule.Argument switch
        {
            ArgumentRule.Required when string.IsNullOrEmpty(argument) => (501, $"{rule.Verb} needs an argument."),
            ArgumentRule.None when !string.IsNullOrWhiteSpace(argument) => (501, $"{rule.Verb} has no argument."),
            _ => null,
        };
    }
}
