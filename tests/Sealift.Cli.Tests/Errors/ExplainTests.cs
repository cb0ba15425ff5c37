using System.Text.Json;
using Sealift.Cli.Tests.Runs;
using Sealift.Core.Errors;

namespace Sealift.Cli.Tests.Errors;

/// <summary>The command that explains an error, and the errors that name it.</summary>
public sealed class ExplainTests : CommandTests
{
    [Theory]
    [InlineData("SL-NET-02")]
    [InlineData("sl-net-02")]
    [InlineData("net-2")]
    [InlineData("SLNET02")]
    public async Task Code_is_explained_however_it_is_written(string code)
    {
        var result = await RunBareAsync("explain", code);

        AssertExit(0, result);
        var entry = ErrorCatalogue.Find("SL-NET-02")!;
        Assert.StartsWith($"{entry.Code}  {entry.Title}\nexit code 3\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("What to do\n  1. Check the port.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_entry_is_listed_when_none_is_named()
    {
        var result = await RunBareAsync("explain");

        AssertExit(0, result);
        Assert.Equal(
            ErrorCatalogue.All.Select(entry => $"{entry.Code,-11}  {entry.Title}"),
            result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("522", "SL-DATA-02")]
    [InlineData("530", "SL-AUTH-01,SL-REPLY-04")]
    [InlineData("599", "SL-REPLY-10")]
    [InlineData("499", "SL-REPLY-09")]
    [InlineData("site", "SL-SITE-01,SL-SITE-02,SL-SITE-03,SL-SITE-04")]
    public async Task Reply_code_or_area_leads_to_its_entries(string word, string codes)
    {
        var result = await RunBareAsync("explain", "--json", word);

        AssertExit(0, result);
        var records = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(codes.Split(','), records.Select(record => record.GetProperty("code").GetString()));
        Assert.All(records, record => Assert.Equal(
            ["code", "title", "exitCode", "causes", "evidence", "steps", "replies"], record.EnumerateObject().Select(property => property.Name)));
    }

    [Theory]
    [InlineData("SL-NTE-02", "SL-NET-02")]
    [InlineData("SL-DATA-77", "SL-DATA-")]
    [InlineData("quota", "SL-DATA-05")]
    [InlineData("226", "no failure")]
    [InlineData("777", "400 to 599")]
    public async Task What_is_no_code_leads_to_the_nearest(string word, string proposal)
    {
        var result = await RunBareAsync("explain", word);

        AssertError(2, result);
        Assert.Contains(proposal, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_of_the_doctor_is_explained_too()
    {
        var result = await RunBareAsync("explain", "sl-data-55");

        AssertExit(0, result);
        Assert.Contains("SL-DATA-55  Resumption demanded", result.Output, StringComparison.Ordinal);
        Assert.Contains("Data connections need not resume", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_names_its_code_and_the_command_that_explains_it()
    {
        var result = await RunAsync("get", Server.Url("missing"), "-");

        AssertError(6, result);
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith(" [SL-PATH-01]", lines[0], StringComparison.Ordinal);
        Assert.Equal("more: sealift explain SL-PATH-01", lines[^1]);
    }

    [Fact]
    public async Task Error_is_an_object_on_stderr_too_where_JSON_is_asked_for()
    {
        var result = await RunAsync("ls", "--json", Server.Url("missing/"));

        AssertError(6, result);
        var record = JsonDocument.Parse(result.Error.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal(["error", "code", "exitCode", "hint"], record.EnumerateObject().Select(property => property.Name));
        Assert.Equal(6, record.GetProperty("exitCode").GetInt32());
        Assert.NotNull(ErrorCatalogue.Find(record.GetProperty("code").GetString()!));
    }
}
