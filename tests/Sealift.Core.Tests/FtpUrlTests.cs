using CsCheck;

namespace Sealift.Core.Tests;

public sealed class FtpUrlTests
{
    [Theory]
    [InlineData("ftpes://h", FtpTlsMode.Explicit, "h", 21, null, ".")]
    [InlineData("ftpes://h/", FtpTlsMode.Explicit, "h", 21, null, ".")]
    [InlineData("ftps://h/a", FtpTlsMode.Implicit, "h", 990, null, "a")]
    [InlineData("FTP://h/a/b", FtpTlsMode.Explicit, "h", 21, null, "a/b")]
    [InlineData("ftpes://h//a", FtpTlsMode.Explicit, "h", 21, null, "/a")]
    [InlineData("ftpes://h/%2Fa", FtpTlsMode.Explicit, "h", 21, null, "/a")]
    [InlineData("ftpes://h/%2F", FtpTlsMode.Explicit, "h", 21, null, "/")]
    [InlineData("ftpes://user@h:2121/a%20b", FtpTlsMode.Explicit, "h", 2121, "user", "a b")]
    [InlineData("ftpes://a@b.c@h/x", FtpTlsMode.Explicit, "h", 21, "a@b.c", "x")]
    [InlineData("ftpes://[::1]:2121/x", FtpTlsMode.Explicit, "::1", 2121, null, "x")]
    [InlineData("ftps://[2001:db8::1]", FtpTlsMode.Implicit, "2001:db8::1", 990, null, ".")]
    [InlineData("ftpes://bücher.example/a", FtpTlsMode.Explicit, "bücher.example", 21, null, "a")]
    [InlineData("ftpes://h/a?b#c", FtpTlsMode.Explicit, "h", 21, null, "a?b#c")]
    [InlineData("ftpes://h/a;type=i", FtpTlsMode.Explicit, "h", 21, null, "a")]
    [InlineData("ftpes://h/a;TYPE=I", FtpTlsMode.Explicit, "h", 21, null, "a")]
    [InlineData("ftpes://h/a%3Btype=a", FtpTlsMode.Explicit, "h", 21, null, "a;type=a")]
    [InlineData("user@h:/path", FtpTlsMode.Explicit, "h", 21, "user", "/path")]
    [InlineData("user@h:path/x", FtpTlsMode.Explicit, "h", 21, "user", "path/x")]
    [InlineData("user@h:", FtpTlsMode.Explicit, "h", 21, "user", ".")]
    [InlineData("user@corp.example@h:/a@b:c", FtpTlsMode.Explicit, "h", 21, "user@corp.example", "/a@b:c")]
    [InlineData("user@[::1]:/p", FtpTlsMode.Explicit, "::1", 21, "user", "/p")]
    [InlineData("user@h:100%.txt", FtpTlsMode.Explicit, "h", 21, "user", "100%.txt")]
    [InlineData("user@h:a://b", FtpTlsMode.Explicit, "h", 21, "user", "a:/b")]
    public void A_url_is_read_into_its_parts(string text, FtpTlsMode mode, string host, int port, string? user, string path)
    {
        var url = FtpUrl.Parse(text);

        Assert.Equal((mode, host, port, user, path), (url.Mode, url.Host, url.Port, url.User, url.Path.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("h:/path")]
    [InlineData("C:\\dir\\x@y:z")]
    [InlineData("@h:/p")]
    [InlineData("user@:/p")]
    [InlineData("http://h/")]
    [InlineData("ftpes://")]
    [InlineData("ftpes:///a")]
    [InlineData("ftpes://:21/a")]
    [InlineData("ftpes://user@/a")]
    [InlineData("ftpes://@h/a")]
    [InlineData("ftpes://h:0/")]
    [InlineData("ftpes://h:65536/")]
    [InlineData("ftpes://h:/")]
    [InlineData("ftpes://h:ftp/")]
    [InlineData("ftpes://h:+21/")]
    [InlineData("ftpes://h:99999999999999999999/")]
    [InlineData("ftpes://::1/")]
    [InlineData("ftpes://[::1/")]
    [InlineData("ftpes://[::1]x/")]
    [InlineData("ftpes://[h]/")]
    [InlineData("ftpes://-oProxy/")]
    [InlineData("ftpes://h h/")]
    [InlineData("ftpes://h\r\n/")]
    [InlineData("ftpes://h/%")]
    [InlineData("ftpes://h/%0")]
    [InlineData("ftpes://h/%zz")]
    [InlineData("ftpes://h/%00")]
    [InlineData("ftpes://h/a%0D%0ADELE%20b")]
    [InlineData("ftpes://h/../x")]
    [InlineData("ftpes://h/%2e%2e/x")]
    [InlineData("ftpes://u%0a@h/")]
    [InlineData("ftpes://u:p%0a@h/")]
    [InlineData("ftpes://h/a;type=a")]
    [InlineData("ftpes://h/a;type=d")]
    public void What_is_no_url_is_refused_with_words(string text)
    {
        Assert.False(FtpUrl.TryParse(text, out _));
        var refused = Assert.Throws<FormatException>(() => FtpUrl.Parse(text));

        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftpes://u:S3cr3t%40@h/x")]
    [InlineData("ftpes://u:S3cr3t@h:1/x")]
    public void A_password_is_read_and_never_shown(string text)
    {
        var url = FtpUrl.Parse(text);

        Assert.StartsWith("S3cr3t", url.Password, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cr3t", url.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("S3cr3t", $"{url}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftpes://u:S3cr3t/x@h/y")]
    [InlineData("ftpes://u:S3cr3t%zz@h/y")]
    [InlineData("ftpes://u:S3cr3t@h:port/y")]
    [InlineData("u:S3cr3t@h:/y")]
    public void An_error_never_repeats_what_may_be_a_password(string text)
    {
        var refused = Assert.Throws<FormatException>(() => FtpUrl.Parse(text));

        Assert.DoesNotContain("S3cr3t", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_slash_at_the_end_or_no_path_at_all_means_a_directory()
    {
        Assert.True(FtpUrl.Parse("ftpes://h/a/").IsDirectory);
        Assert.False(FtpUrl.Parse("ftpes://h/a").IsDirectory);
        Assert.True(FtpUrl.Parse("ftpes://h").IsDirectory);
        Assert.True(FtpUrl.Parse("u@h:a/").IsDirectory);
    }

    [Fact]
    public void A_written_default_port_stays_written()
    {
        Assert.Equal("ftpes://h:21/", FtpUrl.Parse("ftpes://h:21").ToString());
        Assert.Equal("ftpes://h/", FtpUrl.Parse("ftp://h").ToString());
    }

    [Theory]
    [InlineData("ftpes://h/caf%e9", "caf\uEFE9", "ftpes://h/caf%E9")]
    [InlineData("ftpes://h/caf\uEFE9", "caf\uEFE9", "ftpes://h/caf%E9")]
    [InlineData("ftpes://h/%c0%af%ff", "\uEFC0\uEFAF\uEFFF", "ftpes://h/%C0%AF%FF")]
    [InlineData("ftpes://h/%c3%a9", "é", "ftpes://h/é")]
    public void Bytes_that_are_no_utf8_are_named_byte_by_byte(string text, string path, string written)
    {
        var url = FtpUrl.Parse(text);

        Assert.Equal((path, written), (url.Path.ToString(), url.ToString()));
        Assert.Equal(url, FtpUrl.Parse(written));
    }

    [Fact]
    public void A_url_cannot_ask_for_plain_text() =>
        Assert.Throws<ArgumentException>(() => new FtpUrl(FtpTlsMode.PlaintextUnsafe, "h"));

    [Fact]
    public void Reading_what_was_written_gives_the_same_url_without_the_password()
    {
        var urls =
            from mode in Generators.Any(FtpTlsMode.Explicit, FtpTlsMode.Implicit)
            from host in Generators.Any("h", "ftp.example.org", "127.0.0.1", "::1", "fe80::1%eth0", "bücher.example", "a_b-c")
            from port in Gen.OneOf(Generators.Any<int?>([null]), Gen.Int[1, 65535].Select(static port => (int?)port))
            from user in Gen.OneOf(Generators.Any<string?>([null]), Generators.Name.Select(static name => (string?)name))
            from path in Generators.Path
            from isDirectory in Gen.Bool
            select new FtpUrl(mode, host, port, user, user is null ? null : "S3cr3t", path, isDirectory);

        urls.Sample(static url =>
        {
            var again = FtpUrl.Parse(url.ToString());

            Assert.Null(again.Password);
            Assert.Equal(new FtpUrl(url.Mode, url.Host, url.HasPort ? url.Port : null, url.User, null, url.Path, url.IsDirectory), again);
        });
    }

    [Fact]
    public void Any_text_is_a_url_or_a_format_error()
    {
        var texts =
            from scheme in Generators.Any("", "ftp://", "ftps://h/", "ftpes://u:p@h:1/", "u@h:", "ftpes://[")
            from text in Generators.Text
            select scheme + text;

        texts.Sample(static text =>
        {
            if (FtpUrl.TryParse(text, out var url))
                Assert.Equal(url.Path, FtpUrl.Parse(url.ToString()).Path);
            else
                Assert.Throws<FormatException>(() => FtpUrl.Parse(text));
        });
    }

    [Fact]
    public void A_url_is_made_of_valid_parts_only()
    {
        Assert.Throws<ArgumentException>(() => new FtpUrl(FtpTlsMode.Explicit, "h", port: 0));
        Assert.Throws<ArgumentException>(() => new FtpUrl(FtpTlsMode.Explicit, "h", port: 65536));
        Assert.Equal(65535, new FtpUrl(FtpTlsMode.Explicit, "h", port: 65535).Port);
        Assert.Equal(65535, FtpUrl.Parse("ftps://h:65535/").Port);
        Assert.Throws<ArgumentException>(() => new FtpUrl(FtpTlsMode.Explicit, "h", user: ""));
        Assert.Throws<ArgumentException>(() => new FtpUrl(FtpTlsMode.Explicit, "h", user: "a\n"));
        Assert.Throws<ArgumentException>(() => new FtpUrl(FtpTlsMode.Explicit, "h", user: "a\x7f"));
        Assert.Throws<ArgumentException>(() => new FtpUrl(FtpTlsMode.Explicit, "h", user: "a\ud800"));
        Assert.Throws<ArgumentException>(() => new FtpUrl(FtpTlsMode.Explicit, "h", password: "p"));
        Assert.Throws<ArgumentException>(() => new FtpUrl(FtpTlsMode.Explicit, "h", user: "u", password: "p\r"));
        Assert.Equal("\ud83d\ude00", new FtpUrl(FtpTlsMode.Explicit, "h", user: "\ud83d\ude00").User);
        Assert.Equal(new string('h', 255), new FtpUrl(FtpTlsMode.Explicit, new string('h', 255)).Host);
    }

    [Theory]
    [InlineData("ftps://1:2:3/")]
    [InlineData("ftps://[1:2:3]/")]
    [InlineData("ftps://[::1::]/")]
    [InlineData("ftps://h\ufffd/")]
    [InlineData("ftps://h\u2028/")]
    [InlineData("ftps://.h/")]
    [InlineData("ftps://[1.2.3.4]/")]
    [InlineData("u\n@h:/p")]
    [InlineData("u\x7f@h:/p")]
    [InlineData("u@[::1/p")]
    [InlineData("[::1]:x")]
    public void What_is_no_host_or_user_is_refused(string text) => AssertRefused(text);

    [Fact]
    public void A_host_that_is_too_long_is_refused() => AssertRefused($"ftps://{new string('h', 256)}/");

    [Fact]
    public void Half_of_a_character_is_refused() => AssertRefused("ftps://h/\ud800");

    private static void AssertRefused(string text)
    {
        Assert.False(FtpUrl.TryParse(text, out _));
        Assert.EndsWith(".", Assert.Throws<FormatException>(() => FtpUrl.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftpes://हिन्दी.example/e\u0301/हिन्दी")] // letters with marks of their own
    [InlineData("ftpes://ไทย.example/กำ")]
    public void Marks_of_letters_stay_as_they_are_written(string text) => Assert.Equal(text, FtpUrl.Parse(text).ToString());

    [Fact]
    public void Another_path_keeps_the_server()
    {
        var plain = FtpUrl.Parse("ftps://u:p@h/x").WithPath(FtpPath.Parse("/y"), isDirectory: true);

        Assert.Equal(("ftps://u@h//y/", "p", false), (plain.ToString(), plain.Password, plain.HasPort));
        Assert.Equal("ftps://h:990/y", FtpUrl.Parse("ftps://h:990/x").WithPath(FtpPath.Parse("y")).ToString());
    }

    [Fact]
    public void What_a_url_gives_a_meaning_to_is_encoded_and_nothing_else()
    {
        var path = FtpPath.Parse("aZ09-._~!$&()*+,=é'\"#%:;<>?@[\\]^`{|} ");

        Assert.Equal("ftpes://h/aZ09-._~!$&()*+,=é%27%22%23%25%3A%3B%3C%3E%3F%40%5B%5C%5D%5E%60%7B%7C%7D%20", new FtpUrl(FtpTlsMode.Explicit, "h", path: path).ToString());
    }

    [Fact]
    public void A_user_in_the_short_form_ends_at_the_last_at_sign_before_the_colon()
    {
        Assert.Equal(("a@b", "::1", "x@y"), (FtpUrl.Parse("a@b@[::1]:x@y").User, FtpUrl.Parse("a@b@[::1]:x@y").Host, FtpUrl.Parse("a@b@[::1]:x@y").Path.ToString()));
        Assert.Equal("a[b", FtpUrl.Parse("a[b@h:p").User);
    }
}
