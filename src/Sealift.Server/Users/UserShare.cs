namespace Sealift.Server.Users;

/// <summary>What the sessions of one user share: their number, and the rates.</summary>
internal sealed class UserShare(string key, TimeProvider time)
{
    public string Key => key;

    public int Sessions { get; set; }

    public RateGate Download { get; } = new(time);

    public RateGate Upload { get; } = new(time);
}
