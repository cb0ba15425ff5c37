namespace Sealift.Cli.Serving.Users;

/// <summary>One thing that can be said about a user or a virtual host: a key of the file, and where it is an option too, that option.</summary>
/// <param name="Name">The key, and the option without its dashes.</param>
/// <param name="Kind">What its value looks like.</param>
/// <param name="Example">A value as TOML writes it.</param>
/// <param name="FindProblem">What is wrong with a value, beginning with "takes"; null if nothing is.</param>
internal sealed record UserKey(string Name, UserKeyKind Kind, string Example, Func<string, string?> FindProblem)
{
    /// <summary>How the line of the key may look.</summary>
    public string ExampleLine => $"{Name} = {Example}";

    public override string ToString() => Name;
}
