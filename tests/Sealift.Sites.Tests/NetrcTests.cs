namespace Sealift.Sites.Tests;

public sealed class NetrcTests
{
    [Fact]
    public void Entries_may_stand_on_one_line_or_on_many()
    {
        var netrc = Netrc.Parse("machine a login u password p\nmachine b\n\tlogin v\n\tpassword q\n");

        Assert.Equal([new NetrcEntry("a", "u", "p"), new NetrcEntry("b", "v", "q")], netrc.Entries);
    }

    [Theory]
    [InlineData("a", null, "u1")]
    [InlineData("A", null, "u1")]
    [InlineData("a", "u2", "u2")]
    [InlineData("elsewhere", null, "d")]
    [InlineData("elsewhere", "d", "d")]
    [InlineData("elsewhere", "u1", null)]
    public void The_first_entry_for_host_and_user_counts_and_default_fits_every_host(string host, string? user, string? login)
    {
        var netrc = Netrc.Parse("machine a login u1 password p\nmachine a login u2 password p\ndefault login d password p");

        Assert.Equal(login, netrc.Find(host, user)?.Login);
    }

    [Fact]
    public void Comments_macros_and_unknown_words_are_read_over()
    {
        var netrc = Netrc.Parse(
            "# machine no login no password no\nmachine a account x login u password #p\nmacdef init\nmachine no login no\n\nport 21 machine b login v password q");

        Assert.Equal([new NetrcEntry("a", "u", "#p", "x"), new NetrcEntry("b", "v", "q")], netrc.Entries);
    }

    [Theory]
    [InlineData("\"a b\"", "a b")]
    [InlineData("\"a\\\"b\\\\\"", "a\"b\\")]
    [InlineData("\"\"", "")]
    [InlineData("\"open", "open")]
    [InlineData("a\\b", "a\\b")]
    public void A_password_may_be_quoted(string written, string password) =>
        Assert.Equal(password, Assert.Single(Netrc.Parse($"machine a login u password {written}").Entries).Password);

    [Theory]
    [InlineData("")]
    [InlineData("machine")]
    [InlineData("login u password p")]
    [InlineData("machine a login")]
    [InlineData("macdef x")]
    [InlineData("\"")]
    [InlineData("#")]
    public void Damaged_files_give_no_password(string text) =>
        Assert.All(Netrc.Parse(text).Entries, entry => Assert.Null(entry.Password));

    [Fact]
    public void An_entry_does_not_show_its_password() =>
        Assert.DoesNotContain("secret", new NetrcEntry("a", "u", "secret").ToString(), StringComparison.Ordinal);
}
