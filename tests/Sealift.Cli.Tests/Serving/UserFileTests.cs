using System.Net;
using Sealift.Cli.Output;
using Sealift.Cli.Serving.Users;
using Sealift.Server;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Cli.Tests.Serving;

public sealed class UserFileTests
{
    private const string Hash = "pbkdf2-sha256$600000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    [Fact]
    public void Every_key_of_a_user_becomes_what_the_server_does()
    {
        using var folder = new TempDirectory();
        Directory.CreateDirectory(folder.Combine("anna"));
        var file = UserFile.Parse(
            $"""
            # who may log in
            [user.anna]
            password = "{Hash}"
            root = "anna"
            rights = ["read", "write", "list"]
            quota = "10G"
            rate-down = 2000000
            rate-up = "500k"
            sessions = 4
            allow-from = ["192.0.2.0/24", "2001:db8::1"]

            [user."anna.b"]
            password = "{Hash}"

            [user.anonymous]
            anonymous = true

            [host."files.example.org".user.anna]
            password = "{Hash}"
            rights = []
            """,
            "users.toml");
        var options = Apply(folder, file);
        var anna = options.Users[0];

        Assert.Equal(["anna", "anna.b", "anonymous"], options.Users.Select(user => user.Name));
        Assert.Equal(Hash, anna.PasswordHash);
        Assert.Equal(FtpRights.Read | FtpRights.Write | FtpRights.List, anna.Rights);
        Assert.Equal((10L << 30, 2_000_000L, 500L << 10, 4), (anna.Quota, anna.DownloadRate, anna.UploadRate, anna.MaxSessions));
        Assert.Equal([IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("2001:db8::1/128")], anna.AllowedNetworks);
        Assert.Equal(FtpRights.All, options.Users[1].Rights);
        Assert.True(options.Users[2].IsAnonymous);
        Assert.Equal(FtpRights.ReadOnly, options.Users[2].Rights);
        var host = Assert.Single(options.Hosts);
        Assert.Equal("files.example.org", host.Name);
        Assert.Equal(FtpRights.None, Assert.Single(host.Users).Rights);
    }

    [Theory]
    [InlineData("[user.anna]\nroot = \"/\"\nrigths = [\"read\"]", 3, 1, "rights")]
    [InlineData("[user.anna]\n  sessions = 0", 2, 3, "1 to")]
    [InlineData("[user.anna]\nsessions = \"4\"", 2, 1, "sessions = 4")]
    [InlineData("[user.anna]\nquota = \"ten\"", 2, 1, "k, M, G")]
    [InlineData("[user.anna]\nallow-from = [\"192.0.2.0/33\"]", 2, 1, "192.0.2.0/24")]
    [InlineData("[user.anna]\nrights = [\"fly\"]", 2, 1, "overwrite")]
    [InlineData("[user.anna]\npassword = \"plain-text\"", 2, 1, "serve user passwd")]
    [InlineData("[user.anna]\nroot = \"/\"", 1, 1, "neither a password")]
    [InlineData("[user.anna]\nanonymous = true\n[user.bert]\nanonymous = true\n[user.anna]\nanonymous = true", 5, 1, "there twice")]
    [InlineData("[user.anna]\nanonymous = true\nanonymous = true", 3, 1, "twice")]
    [InlineData("[user.anna]\nanonymous = true\npassword = \"" + Hash + "\"", 1, 1, "one or the other")]
    [InlineData("[users.anna]\nanonymous = true", 1, 1, "[user.NAME]")]
    [InlineData("[[user.anna]]\nanonymous = true", 1, 1, "list of tables")]
    [InlineData("[user.anna.b]\nanonymous = true", 1, 1, "in quotes")]
    [InlineData("anonymous = true", 1, 1, "before any user")]
    [InlineData("[host.\"a b\".user.anna]\nanonymous = true", 1, 1, "name of a host")]
    [InlineData("[host.h]\nkey = \"k\"", 1, 1, "no certificate")]
    [InlineData("[user.anna\nanonymous = true", 1, 0, "")]
    public void What_cannot_be_understood_is_said_with_its_line_and_column(string text, int line, int column, string words)
    {
        var failure = Assert.Throws<CommandException>(() => UserFile.Parse(text, "users.toml"));

        Assert.Equal(ExitCode.LocalDisk, failure.ExitCode);
        Assert.Contains($"users.toml, line {line}, column {(column > 0 ? $"{column}:" : "")}", failure.Message, StringComparison.Ordinal);
        Assert.Contains(words, failure.Message + failure.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("plain-text", failure.Message + failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_touch_nothing_but_their_user()
    {
        const string Text = "# all of us\n\n[user.anna] # first\npassword = \"" + Hash + "\" # old\nroot = \"/a\"\n\n# robot\n[user.bert]\nanonymous = true\n";
        var file = UserFile.Parse(Text, "users.toml");
        var other = FtpPassword.Hash("x", 1);

        var changed = file.With(file.Find(null, "anna")!, UserKeys.Password, [other]);
        Assert.Equal(Text.Replace(Hash, other, StringComparison.Ordinal), changed.Text);
        Assert.Equal("# all of us\n\n[user.anna] # first\npassword = \"" + Hash + "\" # old\nroot = \"/a\"\n\n", file.Without(file.Find(null, "bert")!).Text);
        var added = file.With(new UserEntry("files.example.org", "zoe \"z\"", new Dictionary<UserKey, IReadOnlyList<string>> { [UserKeys.Anonymous] = ["true"], [UserKeys.AllowFrom] = ["::1"] }));
        Assert.Equal(Text + "\n[host.\"files.example.org\".user.\"zoe \\\"z\\\"\"]\nanonymous = true\nallow-from = [\"::1\"]\n", added.Text);
        Assert.Equal(Text, added.Without(added.Find("FILES.example.org", "zoe \"z\"")!).Text.TrimEnd() + "\n");
    }

    [Fact]
    public void A_root_that_is_not_there_is_said_or_made()
    {
        using var folder = new TempDirectory();
        var text = $"[user.anna]\npassword = \"{Hash}\"\nroot = \"home/anna\"\n";

        var failure = Assert.Throws<CommandException>(() => Apply(folder, UserFile.Parse(text, "users.toml")));
        Assert.Contains("line 1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", failure.Message, StringComparison.Ordinal);
        Assert.Contains("create-root = true", failure.Hint, StringComparison.Ordinal);

        Apply(folder, UserFile.Parse(text + "create-root = true\n", "users.toml"));
        Assert.True(Directory.Exists(folder.Combine("home/anna")));
    }

    [Fact]
    public void A_pin_needs_an_authority()
    {
        using var folder = new TempDirectory();
        var text = "[user.anna]\npin = [\"sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"]\n";

        var failure = Assert.Throws<CommandException>(() => Apply(folder, UserFile.Parse(text, "users.toml")));
        Assert.Contains("--client-ca", failure.Hint, StringComparison.Ordinal);
        var user = Assert.Single(Apply(folder, UserFile.Parse(text, "users.toml"), ClientCertificateMode.Required).Users);
        Assert.Null(user.PasswordHash);
        Assert.Single(user.CertificatePins);
    }

    [Fact]
    public async Task A_version_that_cannot_be_used_is_refused_and_the_next_good_one_counts()
    {
        using var folder = new TempDirectory();
        var path = folder.Combine("users.toml");
        using var known = new TestCertificates();
        using var certificate = TlsCertificate.From(known.IssueServer().Certificate);
        await File.WriteAllTextAsync(path, "[user.anna]\nanonymous = true\n", TestContext.Current.CancellationToken);
        var users = new ServedUsers(new UserFileStore(path), folder.Path);
        var options = users.Apply(new FtpServerOptions { Certificate = certificate, Explicit = [new IPEndPoint(IPAddress.Loopback, 0)] });
        await using var server = new FtpServer(options);
        await server.StartAsync(TestContext.Current.CancellationToken);
        Assert.False(users.IsChanged);

        foreach (var text in new[] { "", "[user.anna]\nnonsense = 1\n", "[user.anna]\nanonymous = true\nroot = \"absent\"\n", "[host.h.user.anna]\nanonymous = true\n" })
        {
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
            Assert.True(users.IsChanged);
            Assert.Throws<CommandException>(() => users.Use(server, options));
            Assert.False(users.IsChanged);
        }

        await File.WriteAllTextAsync(path, "[user.bert]\nanonymous = true\n", TestContext.Current.CancellationToken);
        users.Use(server, options);
    }

    private static FtpServerOptions Apply(TempDirectory folder, UserFile file, ClientCertificateMode certificates = ClientCertificateMode.None)
    {
        File.WriteAllText(folder.Combine("users.toml"), file.Text);
        using var known = new TestCertificates();
        using var certificate = TlsCertificate.From(known.IssueServer().Certificate);
        return new ServedUsers(new UserFileStore(folder.Combine("users.toml")), folder.Path)
            .Apply(new FtpServerOptions { Certificate = certificate, ClientCertificates = certificates });
    }
}
