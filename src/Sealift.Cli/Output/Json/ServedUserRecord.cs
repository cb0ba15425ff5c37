using Sealift.Cli.Serving.Users;

namespace Sealift.Cli.Output.Json;

/// <summary>A user of a file of users as JSON; never the hash of the password.</summary>
internal sealed record ServedUserRecord
{
    private static readonly UserKey[] Apart = [UserKeys.Password, UserKeys.Anonymous];

    public required string Name { get; init; }

    public required string? Host { get; init; }

    /// <summary>How the user logs in: password, certificate, certificate and password, or anonymous.</summary>
    public required string Login { get; init; }

    /// <summary>Every other key that the user has, each with its values as texts.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Settings { get; init; }

    public static ServedUserRecord Of(UserEntry user) => new()
    {
        Name = user.Name,
        Host = user.Host,
        Login = LoginOf(user),
        Settings = UserKeys.OfUsers.Where(key => !Apart.Contains(key) && user.Values.ContainsKey(key)).ToDictionary(key => key.Name, user.FindAll, StringComparer.Ordinal),
    };

    public static string LoginOf(UserEntry user)
    {
        if (user.IsSet(UserKeys.Anonymous)) return "anonymous";
        if (user.FindAll(UserKeys.Pins).Count == 0) return "password";
        if (user.Find(UserKeys.PinUse) == UserKeys.CertificateToo) return "certificate and password";
        return user.Find(UserKeys.Password) is null ? "certificate" : "certificate or password";
    }
}
