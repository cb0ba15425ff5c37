namespace Sealift.Sites;

/// <summary>Where what is found out about servers is kept.</summary>
internal static class StateFolder
{
    /// <summary>
    /// <c>SEALIFT_STATE</c> if set, else <c>sealift</c> in <c>%LOCALAPPDATA%</c> on Windows and in <c>$XDG_STATE_HOME</c> or <c>~/.local/state</c>
    /// elsewhere; null where there is no home directory.
    /// </summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("SEALIFT_STATE") is { Length: > 0 } named) return named;
        if (OperatingSystem.IsWindows()) return System.IO.Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "sealift");

        // XDG Base Directory Specification: a relative XDG_STATE_HOME does not count.
        if (Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state && System.IO.Path.IsPathRooted(state)) return System.IO.Path.Join(state, "sealift");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0 ? System.IO.Path.Join(home, ".local", "state", "sealift") : null;
    }
}
