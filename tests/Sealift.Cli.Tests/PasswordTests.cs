using System.Text;
using Sealift.Cli.Tests.Runs;

namespace Sealift.Cli.Tests;

public sealed class PasswordTests : CommandTests
{
    private const string Right = FtpsServer.Password;
    private const string Wrong = SealiftRun.Canary + "-wrong";

    [Fact]
    public async Task The_first_line_of_a_password_file_is_the_password()
    {
        Home.Write("pw", Encoding.UTF8.GetBytes($"{Right}\r\nmore\n"));

        AssertExit(0, await LsAsync(Server.Url(), null, null, "--password-file", "pw"));
        AssertError(7, await LsAsync(Server.Url(), null, null, "--password-file", "absent"));
        Home.Write("empty", "\n"u8);
        AssertError(2, await LsAsync(Server.Url(), null, null, "--password-file", "empty"));
    }

    [Fact]
    public async Task A_password_file_named_dash_is_stdin()
    {
        AssertExit(0, await LsAsync(Server.Url(), Right + "\n", null, "--password-file", "-"));
        AssertError(2, await SealiftRun.RunAsync(
            Home, ["put", "-", Server.Url("a"), "--password-file", "-", "--pin", Server.Pin], input: Encoding.UTF8.GetBytes(Right)));
    }

    [Fact]
    public async Task A_password_in_the_url_works_with_a_warning_and_is_not_repeated()
    {
        var result = await LsAsync($"ftpes://alice:{Right}@127.0.0.1:{Server.Port}/", null, null);

        AssertExit(0, result);
        Assert.StartsWith("warning: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_netrc_file_gives_user_and_password()
    {
        WriteNetrc($"machine 127.0.0.1 login alice password {Right}\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);

        AssertExit(0, await LsAsync($"ftpes://127.0.0.1:{Server.Port}/", null, null));
        AssertExit(0, await LsAsync(Server.Url(), null, null));
        AssertExit(0, await LsAsync($"ftpes://127.0.0.1:{Server.Port}/", null, null, "--user", "alice"));
    }

    [Fact]
    public async Task A_netrc_file_that_others_can_read_is_ignored_with_a_warning()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs file modes.");
        WriteNetrc($"machine 127.0.0.1 login alice password {Right}\n", UnixFileMode.UserRead | UnixFileMode.GroupRead);

        var result = await LsAsync(Server.Url(), null, null);

        AssertError(2, result);
        Assert.Contains("chmod 600", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_named_sources_come_before_the_silent_ones()
    {
        WriteNetrc($"machine 127.0.0.1 login alice password {Wrong}\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Home.Write("right", Encoding.UTF8.GetBytes(Right));
        var url = $"ftpes://alice:{Wrong}@127.0.0.1:{Server.Port}/";

        AssertExit(0, await LsAsync(Server.Url(), null, Right));
        AssertExit(0, await LsAsync(url, null, Wrong, "--password-file", "right"));
        AssertError(5, await LsAsync(url, null, Right));
    }

    [Fact]
    public async Task Without_any_password_and_without_a_terminal_it_is_exit_code_2() =>
        AssertError(2, await LsAsync(Server.Url(), null, null));

    [Fact]
    public async Task Without_a_user_the_anonymous_user_is_tried() =>
        AssertError(5, await LsAsync($"ftpes://127.0.0.1:{Server.Port}/", null, Right));

    [Fact]
    public async Task Two_different_users_are_exit_code_2() =>
        AssertError(2, await LsAsync(Server.Url(), null, Right, "--user", "bob"));

    [Theory]
    [InlineData("ls", "x", "ftpes://alice:" + SealiftRun.Canary + "@host/")]
    [InlineData("ls", "--bogus=ftpes://alice:" + SealiftRun.Canary + "@host/", "y")]
    [InlineData("ftpes://alice:" + SealiftRun.Canary + "@host/", "x", "y")]
    [InlineData("ls", "http://alice:" + SealiftRun.Canary + "@host/", "--json")]
    [InlineData("get", "ftpes://alice:" + SealiftRun.Canary + "@host:99999/a", "b")]
    [InlineData("trust", "add", "ftpes://alice:" + SealiftRun.Canary + "@host:0/")]
    [InlineData("mv", "ftpes://alice:" + SealiftRun.Canary + "@host/a", "ftpes://bob:" + SealiftRun.Canary + "@other/a")]
    public async Task A_password_in_a_wrong_command_line_is_not_repeated(string first, string second, string third) =>
        Assert.Equal(2, (await RunBareAsync(first, second, third)).ExitCode);

    private Task<SealiftResult> LsAsync(string url, string? input, string? variable, params string[] more) => SealiftRun.RunAsync(
        Home,
        ["ls", url, "--pin", Server.Pin, .. more],
        new Dictionary<string, string?> { ["SEALIFT_PASSWORD"] = variable },
        input is null ? null : Encoding.UTF8.GetBytes(input));

    private void WriteNetrc(string text, UnixFileMode mode)
    {
        var path = Home.Write(".netrc", Encoding.UTF8.GetBytes(text));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }
}
