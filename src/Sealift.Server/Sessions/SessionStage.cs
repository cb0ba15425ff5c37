namespace Sealift.Server.Sessions;

/// <summary>How far a session has come. It only goes forward, but for a wrong password.</summary>
internal enum SessionStage
{
    /// <summary>USER is awaited (or AUTH before it).</summary>
    AwaitingUser,

    /// <summary>USER was given, PASS is awaited.</summary>
    AwaitingPassword,

    /// <summary>The user is logged in.</summary>
    LoggedIn,

    /// <summary>The last reply was given.</summary>
    Closing,
}
