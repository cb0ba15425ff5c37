using System.Globalization;
using Sealift.TestKit;

namespace Sealift.App.Tests.Files;

/// <summary>A site in a home, with its password in a file that only its user may read.</summary>
internal static class SavedSite
{
    public static void Write(TempDirectory home, string name, string host, int port, string user, string password, string trust)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home.Path, ".config", "sealift")).FullName;
        var secret = Path.Combine(folder, $"{name}.password");
        File.WriteAllText(secret, password + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.AppendAllText(
            Path.Combine(folder, "sites.toml"),
            string.Create(CultureInfo.InvariantCulture, $"[{name}]\nhost = \"{host}\"\nport = {port}\nuser = \"{user}\"\npassword-file = \"{name}.password\"\n{trust}\n"));
    }
}
