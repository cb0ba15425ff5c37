using System.IO.Enumeration;
using System.Text.Json;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Profiles;

/// <summary>The profiles that come with the library, and the choice among them.</summary>
internal static class ProfileCatalog
{
    // What a server says at length does not make it easier to recognise.
    private const int MaxLines = 50;
    private const int MaxLineLength = 512;

    private const string Folder = "Profiles.";
    private const string Extension = ".json";

    private static readonly Lazy<List<ServerProfile>> Known = new(Load);

    public static ServerProfile Generic { get; } = new(new ProfileDocument
    {
        Id = "generic",
        Name = "a server that nothing special is known of",
        Marks = [],
        Rules = new ProfileRules(),
    });

    public static IReadOnlyList<ServerProfile> All => Known.Value;

    public static IReadOnlyList<string> Ids { get; } =
    [
        .. typeof(ProfileCatalog).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    public static ServerProfile? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Equals(ServerProfile.None, StringComparison.OrdinalIgnoreCase)) return Generic;
        return All.FirstOrDefault(profile => profile.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The profile that an option names; null where it is the server's words that choose.</summary>
    /// <exception cref="ArgumentException">There is no such profile.</exception>
    public static ServerProfileChoice? FindChosen(FtpClientOptions options)
    {
        if (options.Profile is not { } id) return null;
        return Find(id) is { } profile
            ? new ServerProfileChoice(profile, "an option names it")
            : throw new ArgumentException($"There is no server profile \"{TerminalText.Escape(id)}\"; there are {string.Join(", ", Ids)} and {ServerProfile.None}.", nameof(options));
    }

    /// <summary>
    /// The profile that a server's words point to. What it lists under FEAT is harder to make up than a greeting, which is often
    /// the administrator's text, so it counts more.
    /// </summary>
    public static ServerProfileChoice Recognise(FtpReply greeting, FtpFeatures? features = null, FtpReply? system = null)
    {
        var byGreeting = By(mark => Match(mark.Greeting, greeting, "the greeting says"));
        var byMore = By(mark => MatchFeatures(mark, features))
            ?? By(mark => system is { IsCompleted: true } ? Match(mark.System, system, "SYST says") : null);
        var agree = byGreeting is not null && (byMore is null || byMore.Profile == byGreeting.Profile);
        return (agree ? byGreeting : byMore) ?? new ServerProfileChoice(Generic, "nothing that the server says is known");

        static ServerProfileChoice? By(Func<RecognitionMark, string?> look)
        {
            foreach (var profile in All)
            {
                foreach (var mark in profile.Marks)
                {
                    if (look(mark) is { } evidence) return new ServerProfileChoice(profile, evidence);
                }
            }

            return null;
        }
    }

    private static string? MatchFeatures(RecognitionMark mark, FtpFeatures? features)
    {
        if (features is null || mark.Features is not { } wanted) return null;
        var found = new List<string>();
        foreach (var pattern in wanted)
        {
            if (Find(pattern, features.Lines) is not { } line) return null;
            found.Add(line);
        }

        return mark.Without?.Any(pattern => Find(pattern, features.Lines) is not null) == true
            ? null
            : $"FEAT lists {string.Join(", ", found)}";
    }

    private static string? Match(string? pattern, FtpReply reply, string where) =>
        pattern is not null && Find(pattern, reply.Lines) is { } line ? $"{where} \"{line.Trim()}\"" : null;

    private static string? Find(string pattern, IReadOnlyList<string> lines) => lines
        .Take(MaxLines)
        .Select(static line => line.Length > MaxLineLength ? line[..MaxLineLength] : line)
        .FirstOrDefault(line => FileSystemName.MatchesSimpleExpression(pattern, line.AsSpan().Trim(), ignoreCase: true));

    private static List<ServerProfile> Load()
    {
        var assembly = typeof(ProfileCatalog).Assembly;
        List<ServerProfile> profiles = [Generic];
        foreach (var id in Ids)
        {
            using var stream = assembly.GetManifestResourceStream(Folder + id + Extension)!;
            profiles.Add(new ServerProfile(JsonSerializer.Deserialize(stream, ProfileJson.Default.ProfileDocument)!));
        }

        return profiles;
    }
}
