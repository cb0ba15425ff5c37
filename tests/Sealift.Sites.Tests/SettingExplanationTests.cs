namespace Sealift.Sites.Tests;

public sealed class SettingExplanationTests
{
    public static TheoryData<string> Names => [.. SiteKeys.All.Select(setting => setting.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_form_explains_each_setting_without_options_of_a_command_line(string name)
    {
        var setting = SiteKeys.Find(name)!;
        var words = setting.Explanation.Split('"');

        // Between quotes a command may stand as it is typed.
        Assert.All(words.Where((_, index) => index % 2 == 0), text => Assert.DoesNotContain("--", text, StringComparison.Ordinal));
        Assert.NotEmpty(setting.Title);
    }

    [Fact]
    public void Other_settings_are_named_by_their_titles()
    {
        Assert.StartsWith("With “Active mode”: the address", KnownSettings.ActiveAddress.Explanation, StringComparison.Ordinal);
        Assert.EndsWith("Example: SSL for a server that drops the line at AUTH TLS.", KnownSettings.Auth.Explanation, StringComparison.Ordinal);
        Assert.EndsWith("One a line.", KnownSettings.Pin.Explanation, StringComparison.Ordinal);
        Assert.Contains("\"sealift stat --server URL\"", KnownSettings.Profile.Explanation, StringComparison.Ordinal);
    }
}
