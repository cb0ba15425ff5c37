using System.Text;
using Sealift.TestKit.Growing;

namespace Sealift.Sites.Tests.Properties;

/// <summary>No file that somebody gives costs more than its length.</summary>
[Trait("Threat", "T30")]
public sealed class SiteGrowthTests
{
    public static TheoryData<string> Bodies => ["x", "\n", "#\n", "machine h login u password p\n", "\"", "\\", "macdef x\n\n", "default ", " "];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Work_for_a_netrc_grows_with_its_length_and_no_faster(string body) =>
        LinearGrowth.Check($"a netrc of \"{body}\"", 8 * 1024, length =>
        {
            var text = new StringBuilder("machine a ").Insert("machine a ".Length, body, length / body.Length).ToString();
            return () => Netrc.Parse(text);
        });

    [Theory]
    [InlineData("[s{0}]\nhost = \"ftp.example.org\"\nport = 21\n")]
    [InlineData("# a comment\n")]
    [InlineData("\n")]
    public void Work_for_a_file_of_sites_grows_with_its_length_and_no_faster(string body) =>
        LinearGrowth.Check($"sites of \"{body}\"", 4 * 1024, length =>
        {
            var text = string.Concat(Enumerable.Range(0, length / body.Length).Select(i => body.Replace("{0}", $"{i}", StringComparison.Ordinal)));
            return () => SiteFile.Parse(text, "sites.toml");
        });
}
