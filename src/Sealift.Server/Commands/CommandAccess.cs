namespace Sealift.Server.Commands;

/// <summary>When a command may be given.</summary>
internal enum CommandAccess
{
    /// <summary>Always.</summary>
    Anyone,

    /// <summary>Once the connection is as safe as the server demands: it carries the login.</summary>
    Secured,

    /// <summary>After the login.</summary>
    LoggedIn,
}
