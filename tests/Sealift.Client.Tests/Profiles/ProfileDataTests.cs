using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sealift.Client.Profiles;
using Sealift.TestKit;

namespace Sealift.Client.Tests.Profiles;

/// <summary>The files of the profiles say what they must, and nothing that nobody acts on.</summary>
public sealed class ProfileDataTests
{
    private static readonly string[] Families =
    [
        "eft", "filezilla", "generic", "glftpd", "ibmi", "iis", "nonstop", "openvms", "proftpd", "pureftpd", "pyftpdlib", "servu",
        "vsftpd", "zos",
    ];

    public static TheoryData<string> Ids => [.. ServerProfile.All.Skip(1).Select(profile => profile.Id)];

    [Fact]
    public void Every_family_has_a_profile()
    {
        Assert.Equal(Families, ServerProfile.All.Select(profile => profile.Id).Order(StringComparer.Ordinal));
        Assert.Same(ServerProfile.Generic, ServerProfile.All[0]);
        Assert.Empty(ServerProfile.Generic.Rules);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Profile_can_be_recognised_and_gives_a_reason_for_each_rule(string id)
    {
        var profile = ServerProfile.Find(id.ToUpperInvariant())!;

        Assert.True(File.Exists(Path.Combine(Repository.Root, "src", "Sealift.Client", "Profiles", profile.Id + ".json")));
        Assert.NotEmpty(profile.Marks);
        Assert.All(profile.Marks, mark => Assert.True(mark.Greeting is not null || mark.Features is { Length: > 0 } || mark.System is not null));
        Assert.All(profile.Marks, mark => Assert.True(mark.Without is null || mark.Features is not null));
        Assert.All(profile.Rules, rule =>
        {
            Assert.EndsWith(".", rule.Reason, StringComparison.Ordinal);
            Assert.InRange(rule.Reason.Length, 20, 300);
            Assert.InRange(rule.Source.Length, 5, 120);
            Assert.NotEmpty(rule.Value);
        });
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Documentation_names_the_family_and_each_of_its_rules(string id)
    {
        var profile = ServerProfile.Find(id)!;
        var pages = File.ReadAllText(Path.Combine(Repository.Root, "docs", "servers.md")).Split("\n## ");

        var page = Assert.Single(pages, text => text.StartsWith($"{profile.Name} (`{id}`)\n", StringComparison.Ordinal));

        Assert.All(profile.Rules, rule => Assert.Contains($"`{rule.Name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Word_none_chooses_no_rules_and_an_unknown_word_nothing()
    {
        Assert.Same(ServerProfile.Generic, ServerProfile.Find("None"));
        Assert.Null(ServerProfile.Find("wuftpd"));
    }

    [Theory]
    [InlineData("""{"id":"x","name":"x","marks":[],"rules":{"pipelinig":{"value":true,"reason":"r","source":"s"}}}""")]
    [InlineData("""{"id":"x","name":"x","marks":[],"rules":{"pipelining":{"value":true,"source":"s"}}}""")]
    [InlineData("""{"id":"x","name":"x","marks":[],"rules":{"pipelining":{"value":true,"reason":"r"}}}""")]
    [InlineData("""{"id":"x","name":"x","marks":[],"rules":{"pipelining":{"value":"yes","reason":"r","source":"s"}}}""")]
    [InlineData("""{"id":"x","name":"x","marks":[],"rules":{"utf8":{"value":"Sometimes","reason":"r","source":"s"}}}""")]
    [InlineData("""{"id":"x","name":"x","marks":[{"banner":"x"}],"rules":{}}""")]
    [InlineData("""{"id":"x","marks":[],"rules":{}}""")]
    public void Key_that_nobody_knows_or_that_is_missing_is_an_error(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ProfileJson.Default.ProfileDocument));
    }

    [Fact]
    public void Each_rule_that_a_profile_can_have_is_shown_and_acted_on()
    {
        var properties = typeof(ProfileRules).GetProperties().Where(p => p.PropertyType.IsAssignableTo(typeof(ProfileRule))).ToList();
        var all = new ProfileRules();
        foreach (var property in properties) property.SetValue(all, RuntimeHelpers.GetUninitializedObject(property.PropertyType));
        var code = string.Concat(Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "ProfileRules.cs")
            .Select(File.ReadAllText));

        Assert.NotEmpty(properties);
        Assert.Equal(properties.Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)), all.All.Select(rule => rule.Name));
        Assert.All(properties, property => Assert.Matches(new Regex($@"\b(Rules|rules|Effects)\.{property.Name}\b", RegexOptions.None, TimeSpan.FromSeconds(5)), code));
    }
}
