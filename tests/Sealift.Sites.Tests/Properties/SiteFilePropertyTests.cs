using CsCheck;

namespace Sealift.Sites.Tests.Properties;

/// <summary>The file of sites: what was saved is what is read, whatever was done to the file before.</summary>
[Trait("Threat", "T35")]
public sealed class SiteFilePropertyTests
{
    private const string Comments = "# mine\n\n[kept] # here\nhost = 'kept.example.org' # and here\n\n# the last word\n";

    [Fact]
    public void Reading_what_was_written_gives_the_same_site() =>
        Gen.Select(SiteGenerators.Site, SiteGenerators.Any("", Comments, Comments.ReplaceLineEndings("\r\n"), "[other]\nhost = \"x\"")).Sample(static (site, before) =>
        {
            var saved = SiteFile.Parse(before, "sites.toml").With(site);
            var read = SiteFile.Parse(saved.Text, "sites.toml").Find(site.Name);

            Assert.NotNull(read);
            Assert.True(site.SaysTheSame(read), saved.Text);
        });

    [Fact]
    public void Whatever_is_saved_changed_renamed_and_removed_the_file_says_what_was_done()
    {
        var step = Gen.Select(Gen.Int[0, 9], SiteGenerators.Site, SiteGenerators.Name);

        Gen.Select(step.Array[1, 12], SiteGenerators.Any(Comments, Comments.ReplaceLineEndings("\r\n"))).Sample(static (steps, text) =>
        {
            var file = SiteFile.Parse(text, "sites.toml");
            var kept = file.Find("kept")!;
            var expected = new Dictionary<string, Site>(StringComparer.OrdinalIgnoreCase);
            foreach (var (kind, site, name) in steps)
            {
                var known = expected.Keys.Order(StringComparer.Ordinal).FirstOrDefault();
                if (kind < 5 || known is null)
                {
                    file = file.With(site);
                    expected[site.Name] = expected.TryGetValue(site.Name, out var before) ? site.Named(before.Name) : site;
                }
                else if (kind < 7)
                {
                    file = file.With(site.Named(known));
                    expected[known] = site.Named(expected[known].Name);
                }
                else if (kind == 7)
                {
                    file = file.Without(known);
                    expected.Remove(known);
                }
                else if (!expected.ContainsKey(name))
                {
                    file = file.Renamed(known, name);
                    expected.Remove(known, out var renamed);
                    expected[name] = renamed!.Named(name);
                }
            }

            var read = SiteFile.Parse(file.Text, "sites.toml");
            Assert.Equal(expected.Values.Select(static site => site.Name).Append("kept").Order(StringComparer.Ordinal), read.Sites.Select(static site => site.Name).Order(StringComparer.Ordinal));
            Assert.All(expected.Values, site => Assert.True(site.SaysTheSame(read.Find(site.Name)!), file.Text));
            Assert.True(kept.SaysTheSame(read.Find("kept")!));
            Assert.Contains("# mine", file.Text, StringComparison.Ordinal);
            Assert.Contains("[kept] # here", file.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void No_text_is_more_than_a_file_or_an_error_that_says_where() =>
        Gen.OneOf(
            SiteGenerators.Text,
            SiteGenerators.Any("[", "]", "[[", "a", "\"", "\"\"\"", "'", "=", "\n", "host", "[a]", "host = \"x\"\n", "{", "}", ",", "1", "true", ".", "#", "\\u00e", "2020-01-01", "0x", "\0").Array[0, 30].Select(string.Concat))
            .Sample(static text =>
            {
                try
                {
                    Assert.All(SiteFile.Parse(text, "sites.toml").Sites, static site => Assert.True(SiteName.IsValid(site.Name)));
                }
                catch (SiteException e)
                {
                    Assert.Equal(SiteFailure.NotValid, e.Failure);
                    Assert.StartsWith("sites.toml, line ", e.Message, StringComparison.Ordinal);
                }
            });

    [Fact]
    public void Any_text_gives_a_valid_name() => SiteGenerators.Text.Sample(static text => SiteName.IsValid(SiteName.From(text)));
}
