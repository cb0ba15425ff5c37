using System.Text.RegularExpressions;

namespace Sealift.Doctor.Tests;

/// <summary>Walks every check, so that a new one cannot be without its explanation or a remedy.</summary>
public sealed partial class CatalogTests
{
    public static TheoryData<string> Ids => [.. DoctorCheck.All.Select(check => check.Id)];

    [Fact]
    public void Ids_are_unique_and_of_the_form_that_is_documented()
    {
        Assert.Equal(DoctorCheck.All.Count, DoctorCheck.All.Select(check => check.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(DoctorCheck.All, check => Assert.Matches(Form(), check.Id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_check_says_what_it_does_and_why(string id)
    {
        var check = DoctorCheck.Find(id.ToLowerInvariant())!;

        Assert.NotEmpty(check.Title);
        Assert.EndsWith(".", check.Does, StringComparison.Ordinal);
        Assert.Matches("[.)]$", check.Matters);
        Assert.NotEmpty(check.Faults);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_fault_says_what_follows_and_what_to_do_with_each_family_of_servers(string id)
    {
        Assert.All(DoctorCheck.Find(id)!.Faults, fault =>
        {
            Assert.NotEmpty(fault.Title);
            Assert.False(fault.Title.EndsWith('.'), fault.Title);
            Assert.EndsWith(".", fault.Meaning, StringComparison.Ordinal);
            Assert.True(fault.Verdict is Verdict.Problem or Verdict.Advice, fault.Title);
            Assert.True(fault.Remedies.Count > 0 || fault.Meanwhile is not null, fault.Title);
            if (fault.Remedies.Count > 0) Assert.Equal(ServerFamily.All, fault.Remedies.Select(remedy => remedy.Family));
            Assert.All(fault.Remedies, remedy => Assert.True(remedy.Text.Length > 10 || remedy.Text.Contains('='), remedy.Text));
        });
    }

    [Fact]
    public void An_id_that_is_no_check_is_refused_before_anything_is_sent() =>
        Assert.Throws<ArgumentException>(() => new ServerDoctor(Examine.Local(21) with { Only = ["SL-TLS-99"] }));

    [GeneratedRegex("^SL-[A-Z]+-(5[1-9]|[6-9][0-9])$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
