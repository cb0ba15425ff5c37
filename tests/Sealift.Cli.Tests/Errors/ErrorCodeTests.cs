using System.Text.RegularExpressions;
using Sealift.Core.Errors;
using Sealift.Sites;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Transfer.State;

namespace Sealift.Cli.Tests.Errors;

/// <summary>Failures and the catalogue of errors, each against the other.</summary>
public sealed partial class ErrorCodeTests
{
    [Fact]
    public void Every_failure_leads_to_one_entry_of_the_catalogue() =>
        Assert.All(
            FailureExamples.All,
            example => Assert.True(ErrorCatalogue.All.Count(entry => entry.Code == example.Code) == 1, $"{example.Name}: {example.Code}"));

    [Fact]
    public void Every_entry_of_the_catalogue_is_reached_by_a_failure()
    {
        var reached = FailureExamples.All.Select(example => example.Code).ToHashSet();

        Assert.All(ErrorCatalogue.All, entry => Assert.Contains(entry.Code, reached));
    }

    [Fact]
    public void Every_failure_ends_the_command_with_the_exit_code_and_the_code_of_its_entry() =>
        Assert.All(FailureExamples.All, example =>
        {
            var told = example.Told;

            Assert.True(told.Code == example.Code, $"{example.Name}: {told.Code} instead of {example.Code}");
            Assert.True((int)told.ExitCode == ErrorCatalogue.Find(example.Code)!.ExitCode, $"{example.Name}: {told.ExitCode}");
        });

    [Fact]
    public void Every_exception_of_the_libraries_is_among_the_failures()
    {
        var known = FailureExamples.All.Select(example => example.Exception.GetType()).ToHashSet();
        var all = FailureExamples.Assemblies.SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.IsSubclassOf(typeof(Exception)) && !type.IsAbstract && !FailureExamples.Inner.Contains(type));

        Assert.All(all, type => Assert.Contains(type, known));
    }

    [Fact]
    public void Every_enum_of_failures_is_walked()
    {
        string[] walked =
        [
            nameof(TlsFailure), nameof(SiteFailure), nameof(StateFailure), "FtpProtocolFailure", "FtpConnectionFailure", "FtpDataFailure", "FtpSiteCopyFailure",
        ];
        var all = FailureExamples.Assemblies.SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.IsEnum && type.Name.EndsWith("Failure", StringComparison.Ordinal))
            .Select(type => type.Name);

        Assert.Equal(walked.Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Replies_of_the_catalogue_are_the_replies_that_lead_to_it()
    {
        foreach (var entry in ErrorCatalogue.All)
        {
            Assert.All(entry.Replies, reply => Assert.Contains(
                FailureExamples.All,
                example => example.Code == entry.Code
                    && (example.Name.EndsWith($"Exception {reply}", StringComparison.Ordinal) || entry.Code is "SL-NET-05" or "SL-TLS-01" or "SL-TLS-02")));
        }

        foreach (var reply in new[] { 421, 425, 426, 430, 431, 450, 451, 452, 500, 501, 502, 503, 504, 521, 522, 530, 532, 533, 534, 535, 536, 537, 550, 551, 552, 553 })
            Assert.NotEmpty(ErrorCatalogue.OfReply(reply));
    }

    [Fact]
    public void Entries_are_complete_ordered_and_have_numbers_below_those_of_the_doctor()
    {
        Assert.All(ErrorCatalogue.All, entry =>
        {
            Assert.Matches(Code(), entry.Code);
            Assert.InRange(entry.ExitCode, 1, 8);
            Assert.NotEmpty(entry.Causes);
            Assert.NotEmpty(entry.Evidence);
            Assert.NotEmpty(entry.Steps);
            Assert.False(entry.Title.EndsWith('.'), entry.Title);
            Assert.All([.. entry.Causes, .. entry.Evidence, .. entry.Steps], text => Assert.True(text[^1] is '.' or '…' && text.All(c => !char.IsControl(c)), text));
        });
        var areas = ErrorCatalogue.All.GroupBy(entry => entry.Code[..^3]).ToList();
        Assert.All(areas, area => Assert.Equal(
            Enumerable.Range(1, area.Count()).Select(number => $"{area.Key}-{number:00}"),
            area.Select(entry => entry.Code)));
        Assert.Equal(areas.SelectMany(area => area), ErrorCatalogue.All);
    }

    [Fact]
    public void Page_of_the_documentation_is_the_catalogue()
    {
        var path = Path.Combine(Repository.Root, "docs", "errors.md");
        var page = ErrorPage.Write();
        if (Environment.GetEnvironmentVariable("SEALIFT_ERRORS_PAGE") is "write") File.WriteAllText(path, page);

        Assert.Equal(page, File.ReadAllText(path));
    }

    [GeneratedRegex("^SL-[A-Z]{3,6}-(0[1-9]|[1-4][0-9]|50)$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Code();
}
