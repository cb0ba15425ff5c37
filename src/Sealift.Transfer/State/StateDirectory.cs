namespace Sealift.Transfer.State;

/// <summary>Where programs of this user keep what must outlive them.</summary>
internal static class StateDirectory
{
    public const string Variable = "SEALIFT_STATE";

    public static string Find()
    {
        if (Read(Variable) is { } named) return Path.GetFullPath(named);
        if (OperatingSystem.IsWindows())
            return Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "sealift");

        // XDG Base Directory Specification: a relative XDG_STATE_HOME does not count.
        if (Read("XDG_STATE_HOME") is { } state && Path.IsPathRooted(state)) return Path.Join(state, "sealift");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? Path.Join(home, ".local", "state", "sealift")
            : throw new StateException(StateFailure.Unusable, "there is no home directory for the state file.", $"Set HOME, or name a directory in {Variable}.");
    }

    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
