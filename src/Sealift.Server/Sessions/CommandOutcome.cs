using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.Server.Events;

namespace Sealift.Server.Sessions;

/// <summary>
/// What became of the command that is running, gathered from what the session does: the paths it resolves and the replies it gives. So
/// no command needs to tell.
/// </summary>
internal sealed class CommandOutcome
{
    private readonly List<FtpPath> _paths = [];
    private FtpPath? _source;
    private string _text = "";
    private int _code;
    private bool _hasTransferred;

    public string? Verb { get; private set; }

    // RFC 1123 section 4.1.3.1: the same commands under their older names.
    private string Name => Verb switch
    {
        "XMKD" => "MKD",
        "XRMD" => "RMD",
        _ => Verb!,
    };

    public void Begin(FtpCommand command, FtpPath? renameSource)
    {
        Verb = command.Verb;
        _source = renameSource;
        _code = 0;
        _hasTransferred = false;
        _paths.Clear();
    }

    public void Take(FtpPath path)
    {
        if (_paths.Count == 0) _paths.Add(path); // the first is what a command is about, of COMB the target
    }

    /// <summary>The first final reply counts: ABOR has one of its own after it.</summary>
    public void Take(FtpReply reply)
    {
        if (reply.Code < 200) _hasTransferred = true;
        else if (_code == 0) (_code, _text) = (reply.Code, reply.Message);
    }

    /// <summary>The event that the command has become; null where it is none, or was told by the transfer itself.</summary>
    public FtpSessionEvent? Find(DateTimeOffset now, FtpSessionStatus session)
    {
        FtpPath? path = _paths.Count > 0 ? _paths[0] : null;
        return Verb switch
        {
            "USER" or "PASS" when _code is 230 or 232 => new LoginSucceeded(_code == 232) { Time = now, Session = session },
            "USER" or "PASS" when _code is 530 or 421 => new LoginFailed(_code, session.FailedLogins) { Time = now, Session = session },
            "RETR" or "STOR" or "APPE" or "STOU" when !_hasTransferred && IsRefusal(session) => Refused(),
            "RNFR" when IsRefusal(session) => Refused(),
            "DELE" or "RNTO" or "MKD" or "XMKD" or "RMD" or "XRMD" or "COMB" or "MFMT" or "MFCT" or "MFF" or "SITE" => IsRefusal(session) ? Refused() : Changed(),
            _ => null,
        };

        CommandRefused Refused() => new(Name, path, _code, _text) { Time = now, Session = session };

        FileChanged? Changed() => path is not { } known || _code is < 200 or >= 300 ? null
            : Verb == "RNTO" && _source is { } source ? new FileChanged(Name, source, known) { Time = now, Session = session }
            : new FileChanged(Name, known, Target: null) { Time = now, Session = session };
    }

    private bool IsRefusal(FtpSessionStatus session) => _code >= 400 && session.User is not null;
}
