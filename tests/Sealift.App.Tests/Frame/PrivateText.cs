using System.Text;
using Sealift.TestKit;

namespace Sealift.App.Tests.Frame;

/// <summary>Files of secrets, which others may not read.</summary>
internal static class PrivateText
{
    public static string WritePrivate(this TempDirectory directory, string name, string text)
    {
        var file = directory.Write(name, Encoding.UTF8.GetBytes(text));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}
