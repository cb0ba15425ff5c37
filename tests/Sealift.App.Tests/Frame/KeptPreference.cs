using Sealift.App.Tests.Files;
using Sealift.TestKit;

namespace Sealift.App.Tests.Frame;

/// <summary>What a person has chosen, in the file of a home. The app shows it at once and writes it then.</summary>
internal static class KeptPreference
{
    /// <summary>Waits until a choice is on the disk, where the next app finds it.</summary>
    /// <param name="home">The home.</param>
    /// <param name="words">The choice as the file has it.</param>
    public static Task WaitAsync(TempDirectory home, string words)
    {
        var file = home.Combine(".config/sealift/app.json");
        return Eventually.TrueAsync(() => File.Exists(file) && File.ReadAllText(file).Contains(words, StringComparison.Ordinal));
    }
}
