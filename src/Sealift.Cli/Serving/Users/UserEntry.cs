namespace Sealift.Cli.Serving.Users;

/// <summary>A user as the file has it.</summary>
/// <param name="Host">The virtual host; null for the server itself.</param>
/// <param name="Name">The name.</param>
/// <param name="Values">What is said of the user, as texts.</param>
/// <param name="Line">The line of its table, from 1; 0 where it is in no file yet.</param>
internal sealed record UserEntry(string? Host, string Name, IReadOnlyDictionary<UserKey, IReadOnlyList<string>> Values, int Line = 0)
{
    public string? Find(UserKey key) => Values.TryGetValue(key, out var values) ? values[^1] : null;

    public IReadOnlyList<string> FindAll(UserKey key) => Values.GetValueOrDefault(key) ?? [];

    public bool IsSet(UserKey key) => Find(key) == "true";

    public override string ToString() => Host is null ? Name : $"{Name} of {Host}";
}
