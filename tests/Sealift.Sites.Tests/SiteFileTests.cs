using Sealift.Core;

namespace Sealift.Sites.Tests;

[Trait("Threat", "T35")]
public sealed class SiteFileTests
{
    private const string One = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private const string Text =
        """
        # my servers

        # the printer on the first floor
        [printer]   # it beeps
        host = "printer.example.org"  # changed in May
          tls-max = '1.2'

        # nobody calls this one
        timeout = 30

        ["a.b"]
        host = "b.example.org"
        pin = [
          "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", # one
          "sha256//AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" ]
        insecure = true

        """;

    [Fact]
    public void A_file_says_what_is_known_about_each_site()
    {
        var file = Parse(Text);

        Assert.Equal(["printer", "a.b"], file.Sites.Select(site => site.Name));
        var printer = file.Find("PRINTER")!;
        Assert.Equal(("printer.example.org", 21, "1.2", "30"), (printer.Host, printer.Port, Value(printer, "tls-max"), Value(printer, "timeout")));
        Assert.Equal([One, "sha256//AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="], file.Find("a.b")!.Values.FindAll(KnownSettings.Pin));
        Assert.True(file.Find("a.b")!.Values.IsOn(KnownSettings.Insecure));
    }

    [Fact]
    public void A_change_touches_the_lines_of_its_keys_and_no_others()
    {
        var file = Parse(Text);
        var site = file.Find("printer")!;

        var values = site.Values.With(KnownSettings.TlsMax, "1.3").With(KnownSettings.User, "al\"ice").Without(KnownSettings.Timeout);
        var changed = file.With(site.With(values));

        Assert.Equal(Text.Replace("'1.2'", "\"1.3\"", StringComparison.Ordinal).Replace("timeout = 30\n", "user = \"al\\\"ice\"\n", StringComparison.Ordinal), changed.Text);
        Assert.Equal("al\"ice", changed.Find("printer")!.User);
    }

    [Fact]
    public void The_same_site_again_changes_nothing()
    {
        var file = Parse(Text);

        Assert.All(file.Sites, site => Assert.Equal(Text, file.With(site).Text));
    }

    [Fact]
    public void A_list_over_many_lines_is_replaced_as_one_value()
    {
        var file = Parse(Text);

        var changed = file.With(file.Find("a.b")!.With(KnownSettings.Pin, One));

        Assert.Equal([One], changed.Find("a.b")!.Values.FindAll(KnownSettings.Pin));
        Assert.Contains($"pin = [\"{One}\"]\ninsecure = true\n", changed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_site_is_removed_with_the_comment_above_it_and_the_rest_stays()
    {
        var removed = Parse(Text).Without("printer");

        Assert.Equal("# my servers\n\n" + Text[Text.IndexOf("[\"a.b\"]", StringComparison.Ordinal)..], removed.Text);
        Assert.Equal("", removed.Without("a.b").Text.Replace("# my servers", "", StringComparison.Ordinal).Trim());
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment")]
    [InlineData("[x]\nhost = \"h\"")]
    [InlineData("[x]\r\nhost = \"h\"\r\n")]
    public void A_new_site_goes_to_the_end(string before)
    {
        var site = Site.From("new", FtpUrl.Parse("ftps://u@h:2990/in/")).With(SiteKeys.Description, "tab\\ \"quote\" ü");

        var after = Parse(before).With(site);

        Assert.StartsWith(before, after.Text, StringComparison.Ordinal);
        Assert.Equal("ftps://u@h:2990/in/", after.Find("new")!.Url().ToString());
        Assert.Equal("tab\\ \"quote\" ü", Value(after.Find("new")!, "description"));
        Assert.Equal(before.Contains('\r', StringComparison.Ordinal), after.Text.EndsWith("\r\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a = ")]
    public void Values_in_one_another_without_end_are_refused_with_their_line(string opening)
    {
        var error = Assert.Throws<SiteException>(() => Parse($"[a]\nhost = \"h\"\nport = {string.Concat(Enumerable.Repeat(opening, 100_000))}"));

        Assert.Equal(SiteFailure.NotValid, error.Failure);
        Assert.StartsWith("sites.toml, line 3: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_a_character_is_refused_with_its_line()
    {
        foreach (var half in new[] { "\uDC80", "\\uD800", "\\U00110000" })
        {
            var error = Assert.Throws<SiteException>(() => Parse($"[a]\nhost = \"h\"\n{half}= \"{half}\"\n"));

            Assert.StartsWith("sites.toml, line 3: ", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("021", "21")]
    [InlineData("+21", "21")]
    public void A_number_is_written_as_TOML_has_it(string typed, string written)
    {
        var port = SiteKeys.Find("port")!;
        var site = new Site("a", ConnectionSettings.None.With(SiteKeys.Find("host")!, "h").With(port, typed));

        Assert.Equal(21, site.Port);
        Assert.Contains($"port = {written}\n", Parse("").With(site).Text, StringComparison.Ordinal);
        Assert.NotNull(port.FindProblem("21.0"));
    }

    [Fact]
    public void A_fraction_is_written_as_TOML_has_it()
    {
        var site = new Site("a", ConnectionSettings.None.With(SiteKeys.Find("host")!, "h").With(SiteKeys.Find("timeout")!, ".5"));

        Assert.Contains("timeout = 0.5\n", Parse("").With(site).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_with_a_replacement_character_is_read_back()
    {
        var site = new Site("a", ConnectionSettings.None.With(SiteKeys.Find("host")!, "h").With(SiteKeys.Find("path")!, "x\uFFFD"));

        Assert.True(Parse(Parse("").With(site).Text).Find("a")!.SaysTheSame(site));
    }

    [Fact]
    public void Many_sites_at_once_are_changed_and_added_like_one_after_the_other()
    {
        var file = Parse("# first\n[a]\nhost = \"h\"\n\n[b]\nhost = \"h\"\nport = 1\n");
        Site[] sites = [.. new[] { "c", "A", "b", "d" }.Select(static name => new Site(name, ConnectionSettings.None.With(SiteKeys.Find("host")!, name + ".example")))];

        Assert.Equal(sites.Aggregate(file, static (now, site) => now.With(site)).Text, file.WithAll(sites).Text);
        Assert.Equal(file.Text, file.WithAll([]).Text);
    }

    [Theory]
    [InlineData("[a]\nhost = \"h\"\ntls_max = \"1.2\"\n", "line 3", "tls_max", "tls-max")]
    [InlineData("[a]\nhots = \"h\"\n", "line 2", "hots", "host")]
    [InlineData("[a]\nhost = \"h\"\npassword = \"CANARY\"\n", "line 3", "password", "sealift site passwd a")]
    [InlineData("[a]\nhost = \"h\"\n\ninsecure = \"yes\"\n", "line 4", "wrong type", "insecure = true")]
    [InlineData("[a]\nhost = \"h\"\nport = \"21\"\n", "line 3", "wrong type", "port = 60")]
    [InlineData("[a]\nhost = \"h\"\nport = 70000\n", "line 3", "from 1 to 65535", "port")]
    [InlineData("[a]\nhost = \"h\"\nport = 2.5\n", "line 3", "whole number", "port")]
    [InlineData("[a]\nhost = \"h\"\ntls-max = \"1.1\"\n", "line 3", "1.2 or 1.3", "tls-max")]
    [InlineData("[a]\nhost = \"h\"\npin = \"x\"\n", "line 3", "wrong type", "pin = [")]
    [InlineData("[a]\nhost = \"h\"\npin = []\n", "line 3", "empty list", "Leave")]
    [InlineData("[a]\nhost = \"h\"\npin = [1]\n", "line 3", "wrong type", "pin = [")]
    [InlineData("[a]\nhost = \"h\"\nsecrets = [\"all\"]\n", "line 3", "takes password", "KIND")]
    [InlineData("[a]\nhost = \"\"\n", "line 2", "host", "host")]
    [InlineData("[a]\nhost = \"a\\u0000b\"\n", "line 2", "control", "host")]
    [InlineData("[a]\nport = 21\n", "line 1", "no host", "host = ")]
    [InlineData("host = \"h\"\n", "line 1", "before any site", "[name]")]
    [InlineData("[a.b]\nhost = \"h\"\n", "line 1", "[a.b]", "[\"a.b\"]")]
    [InlineData("[[a]]\nhost = \"h\"\n", "line 1", "[[a]]", "[a]")]
    [InlineData("[\"a b\"]\nhost = \"h\"\n", "line 1", "a b", "letters")]
    [InlineData("[a]\nhost = \"h\"\n[A]\nhost = \"h\"\n", "line 3", "twice", "case")]
    [InlineData("[a]\nhost = \"h\"\n[a]\nhost = \"h\"\n", "line 3", "already defined", "[name]")]
    [InlineData("[a]\nhost = \"h\nport = 1\n", "line 2", "string", "[name]")]
    [InlineData("[a]\nwhat is this\n", "line 2", "=", "[name]")]
    [InlineData("[a]\nhost = \"h\"\nx.y = 1\n", "line 3", "x.y", "nearest")]
    [InlineData("[a]\nhost = \"h\"\npassword = \"CANARY\"\npassword = \"CANARY\"\n", "line 4", "password", "")]
    public void What_is_wrong_is_told_with_its_line_and_what_to_write(string text, string line, string problem, string hint)
    {
        var error = Assert.Throws<SiteException>(() => Parse(text));

        Assert.Equal(SiteFailure.NotValid, error.Failure);
        Assert.StartsWith($"sites.toml, {line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(hint, error.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.Message + error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_key_can_be_written_and_is_read_back()
    {
        var site = Site.From("all", FtpUrl.Parse("ftpes://h/"));
        foreach (var key in SiteKeys.All) site = site.With(key, Sample(key));

        var read = Parse(Parse("").With(site).Text).Find("all")!;

        Assert.Equal(SiteKeys.All.Select(key => (key.Name, Sample(key))), read.Values.Present.Select(key => (key.Name, read.Values.Find(key)!)));
    }

    private static string Sample(ConnectionSetting key) => ((string[])[.. key.Choices, "password", "7", "word", "h/x", One, "h:1", "socks5://h:1", "1-2", "utf-8", "1.2.3.4", "http://h:1", "TLS"])
        .First(value => key.FindProblem(value) is null);

    private static SiteFile Parse(string text) => SiteFile.Parse(text, "sites.toml");

    private static string? Value(Site site, string key) => site.Values.Find(SiteKeys.Find(key)!);
}
