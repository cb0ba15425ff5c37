using Sealift.Client;
using Sealift.Core;
using Sealift.Tls;

namespace Sealift.Sites.Tests;

public sealed class SiteTests
{
    [Theory]
    [InlineData("ftpes://u@h/", "", "ftpes://u@h/")]
    [InlineData("ftpes://u@h/", "a", "ftpes://u@h/a")]
    [InlineData("ftpes://u@h/", "/a/", "ftpes://u@h//a/")]
    [InlineData("ftpes://u@h/in/", "", "ftpes://u@h/in/")]
    [InlineData("ftpes://u@h/in/", "a%20b", "ftpes://u@h/in/a%2520b")]
    [InlineData("ftpes://u@h//srv/in", "a/", "ftpes://u@h//srv/in/a/")]
    [InlineData("ftps://h:2990/in/", "/", "ftps://h:2990//")]
    public void A_path_begins_where_the_site_begins_unless_it_is_absolute(string url, string path, string expected) =>
        Assert.Equal(expected, Site.From("s", FtpUrl.Parse(url)).Url(path).ToString());

    [Fact]
    public void Another_address_takes_the_place_of_the_whole_old_one_and_of_nothing_else()
    {
        var site = Site.From("s", FtpUrl.Parse("ftps://u@h:2990/in/")).With(KnownSettings.TlsMax, "1.2");

        Assert.Equal("ftpes://u@g/", site.At(FtpUrl.Parse("ftpes://g/")).Url().ToString());
        Assert.Equal("1.2", site.At(FtpUrl.Parse("ftpes://g/")).Values.Find(KnownSettings.TlsMax));
    }

    [Theory]
    [InlineData("ftpes://a%C2%80@h/", "user takes no control characters")]
    [InlineData("ftpes://h/a%C2%85/", "path takes no control characters")]
    [InlineData("ftpes://u@h/a/", null)]
    public void What_a_site_cannot_say_of_a_url_is_told(string url, string? expected)
    {
        var parsed = FtpUrl.Parse(url);

        Assert.Equal(expected, Site.FindProblem(parsed));
        if (expected is not null) Assert.Throws<ArgumentException>(() => Site.From("s", parsed));
        else Assert.Equal(url, Site.From("s", parsed).Url().ToString());
    }

    [Fact]
    public void The_password_of_a_url_does_not_reach_the_site()
    {
        var site = Site.From("s", FtpUrl.Parse("ftpes://u:secret@h/"));

        Assert.DoesNotContain("secret", SiteFile.Parse("", "f").With(site).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_the_command_line_lie_over_those_of_the_site_and_under_both_are_the_defaults()
    {
        var saved = ConnectionSettings.None.With(KnownSettings.TlsMax, "1.2").With(KnownSettings.Timeout, "7");
        var typed = ConnectionSettings.None.With(KnownSettings.Timeout, "9");

        var options = typed.Over(saved).ApplyTo(new FtpClientOptions { Host = "h" });

        Assert.Equal((TlsVersion.Tls12, TlsVersion.Tls12, TimeSpan.FromSeconds(9)), (options.MinTlsVersion, options.MaxTlsVersion, options.ReplyTimeout));
    }

    [Theory]
    [InlineData("printer", true)]
    [InlineData("a.b_c-1", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData(".a", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("a:b", false)]
    [InlineData("ü", false)]
    public void A_name_has_letters_digits_and_three_signs(string name, bool isValid) => Assert.Equal(isValid, SiteName.IsValid(name));

    [Theory]
    [InlineData("My Site (old)", "My-Site--old")]
    [InlineData("  ", "site")]
    [InlineData("日本", "site")]
    [InlineData("-x.", "x.")]
    public void Any_text_gives_a_name(string text, string name)
    {
        Assert.Equal(name, SiteName.From(text));
        Assert.True(SiteName.IsValid(SiteName.From(text)));
    }

    [Theory]
    [InlineData("tls_max", "tls-max")]
    [InlineData("usre", "user")]
    [InlineData("PORTT", "port")]
    public void The_nearest_name_is_found(string word, string nearest) => Assert.Equal(nearest, NearestName.Of(word, SiteKeys.All.Select(key => key.Name)));

    [Fact]
    public void Every_setting_has_one_name_and_a_manual()
    {
        Assert.Equal(SiteKeys.All.Count, SiteKeys.All.Select(key => key.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(SiteKeys.Own.Concat(KnownSettings.All), key => Assert.Matches("^[a-z][a-z0-9-]*$", key.Name));
        Assert.All(SiteKeys.Own.Concat(KnownSettings.All), key => Assert.True(key.Help.Length > 20 && key.Help.EndsWith('.'), key.Name));
    }
}
