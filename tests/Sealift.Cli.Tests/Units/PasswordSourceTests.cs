using System.Text;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.TestKit;

namespace Sealift.Cli.Tests.Units;

public sealed class PasswordSourceTests : IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly Terminal _terminal = Terminal.Open();
    private readonly Dictionary<string, string> _environment = [];
    private readonly List<string> _asked = [];

    public PasswordSourceTests() => _environment["HOME"] = _home.Path;

    public void Dispose()
    {
        _home.Dispose();
        _terminal.Dispose();
    }

    [Fact]
    public async Task The_user_is_asked_last()
    {
        var credential = await FindAsync("ftpes://alice@h/");

        Assert.Equal("alice", credential.User);
        Assert.Equal(["Password of alice on h: "], _asked);
    }

    [Fact]
    public async Task A_variable_spares_the_question()
    {
        _environment[PasswordSource.Variable] = "p";

        Assert.Equal("alice", (await FindAsync("ftpes://alice@h/")).User);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task A_netrc_entry_spares_the_question_and_names_the_user()
    {
        WriteNetrc("machine h login alice password p");

        Assert.Equal("alice", (await FindAsync("ftpes://h/")).User);
        Assert.Equal("alice", (await FindAsync("ftpes://alice@h/")).User);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task A_netrc_entry_of_another_user_does_not_count()
    {
        WriteNetrc("machine h login alice password p");

        Assert.Equal("bob", (await FindAsync("ftpes://bob@h/")).User);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_variable_without_a_user_is_not_sent_with_the_anonymous_one()
    {
        _environment[PasswordSource.Variable] = "p";

        var credential = await FindAsync("ftpes://h/");

        Assert.Same(Client.FtpCredential.Anonymous, credential);
    }

    [Fact]
    public async Task Another_netrc_can_be_named()
    {
        _environment["NETRC"] = _home.Write("elsewhere", "machine h login alice password p"u8);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_environment["NETRC"], UnixFileMode.UserRead);

        Assert.Equal("alice", (await FindAsync("ftpes://h/")).User);
    }

    [Fact]
    public async Task A_control_character_in_a_password_is_a_usage_error()
    {
        _environment[PasswordSource.Variable] = "p\r\nDELE x";

        var error = await Assert.ThrowsAsync<CommandException>(() => FindAsync("ftpes://alice@h/"));

        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.DoesNotContain("DELE", error.Message, StringComparison.Ordinal);
    }

    private Task<Client.FtpCredential> FindAsync(string url)
    {
        var source = new PasswordSource(_terminal)
        {
            Environment = name => _environment.GetValueOrDefault(name),
            Prompt = (question, _) =>
            {
                _asked.Add(question);
                return ValueTask.FromResult<string?>("typed");
            },
        };
        return source.FindAsync(FtpUrl.Parse(url), TestContext.Current.CancellationToken).AsTask();
    }

    private void WriteNetrc(string text)
    {
        var path = _home.Write(".netrc", Encoding.UTF8.GetBytes(text));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
