namespace Sealift.Server.Events;

/// <summary>
/// A login was refused. <see cref="FtpSessionStatus.UserName"/> is the name that was tried: any text, also a password that somebody
/// typed in the wrong place.
/// </summary>
/// <param name="Code">The reply's code, 530 for a wrong name or password.</param>
/// <param name="Count">How many logins failed in this session.</param>
public sealed record LoginFailed(int Code, int Count) : FtpSessionEvent;
