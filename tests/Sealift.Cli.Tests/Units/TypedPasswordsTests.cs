using Sealift.Cli.Connecting;
using Sealift.Core;

namespace Sealift.Cli.Tests.Units;

public sealed class TypedPasswordsTests
{
    private static readonly FtpUrl Server = FtpUrl.Parse("ftpes://anna@FTP.example.org/inbox");

    [Fact]
    public void A_password_is_known_once_a_server_has_accepted_it_and_not_before()
    {
        var typed = new TypedPasswords();

        typed.Type(Server, "anna", "secret");
        Assert.Null(typed.Find(Server, "anna"));
        typed.Accept(Server, "anna");
        Assert.Equal("secret", typed.Find(FtpUrl.Parse("ftpes://ftp.example.org:21/other"), "anna"));

        typed.Type(Server, "anna", "a wrong one");
        Assert.Null(typed.Find(Server, "anna"));
    }

    [Theory]
    [InlineData("ftps://ftp.example.org:21/", "anna")]
    [InlineData("ftpes://ftp.example.org:2121/", "anna")]
    [InlineData("ftpes://ftp2.example.org/", "anna")]
    [InlineData("ftpes://ftp.example.org/", "berta")]
    public void A_password_is_for_its_own_server_and_user_alone(string other, string user)
    {
        var typed = new TypedPasswords();
        typed.Type(Server, "anna", "secret");
        typed.Accept(Server, "anna");

        Assert.Null(typed.Find(FtpUrl.Parse(other), user));
        typed.Accept(FtpUrl.Parse(other), user);
        Assert.Null(typed.Find(FtpUrl.Parse(other), user));
    }

    [Fact]
    public void A_password_that_is_refused_is_forgotten()
    {
        var typed = new TypedPasswords();
        typed.Type(Server, "anna", "secret");
        typed.Accept(Server, "anna");

        typed.Forget(Server, "anna");

        Assert.Null(typed.Find(Server, "anna"));
    }
}
