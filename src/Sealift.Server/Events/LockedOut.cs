namespace Sealift.Server.Events;

/// <summary>
/// A wrong password was one too many: the name that was tried, or the address it came from, is locked out. It comes before the
/// <see cref="LoginFailed"/> of the same attempt. <see cref="FtpSessionStatus.UserName"/> is any text, as there.
/// </summary>
/// <param name="IsAddress">Whether the address is locked out (of an IPv6 address its /64 network); otherwise the name, from everywhere.</param>
/// <param name="Count">How many wrong passwords there were, at least 1.</param>
/// <param name="Duration">For how long: <see cref="FtpServerLimits.LockOutTime"/>.</param>
public sealed record LockedOut(bool IsAddress, int Count, TimeSpan Duration) : FtpSessionEvent;
