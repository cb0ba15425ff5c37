using System.CommandLine;
using System.Text.RegularExpressions;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Core.Errors;
using Sealift.Doctor;
using Sealift.Sites;

namespace Sealift.Cli.Tests.Errors;

/// <summary>What the catalogue of errors and the doctor tell people to type: it exists.</summary>
public sealed partial class AdviceTests
{
    // Options of other programs, and keys of a site that are no settings of a connection.
    private static readonly string[] Foreign = ["--tls", "--fscharset"];
    private const string Help = "--help";
    private static readonly string[] SiteKeys = ["mode", "host", "port", "user", "sessions"];

    public static TheoryData<string> Places =>
    [
        .. ErrorCatalogue.All.Select(entry => entry.Code),
        .. DoctorCheck.All.Select(check => check.Id),
    ];

    [Theory]
    [MemberData(nameof(Places))]
    public void Options_commands_and_settings_that_are_advised_exist(string place)
    {
        using var terminal = Terminal.Open();
        var root = Root.Create(terminal);
        var commands = Commands(root).ToList();
        var options = commands.SelectMany(command => command.Options).Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        var settings = KnownSettings.All.Select(setting => setting.Name).Concat(SiteKeys).ToHashSet(StringComparer.Ordinal);

        foreach (var text in Texts(place))
        {
            foreach (Match option in OptionForm().Matches(text)) Assert.True(options.Contains(option.Value) || Foreign.Contains(option.Value), $"{option.Value}: {text}");
            foreach (Match key in KeyForm().Matches(text)) Assert.True(settings.Contains(key.Groups["key"].Value), $"{key.Value}: {text}");
            foreach (Match named in CommandForm().Matches(text)) AssertCommand(root, named, text);
        }
    }

    [Fact]
    public void Search_finds_what_does_not_exist()
    {
        Assert.Equal("--no-such", OptionForm().Match("try --no-such.").Value);
        Assert.Equal("none", KeyForm().Match("in a saved site: none = \"x\"").Groups["key"].Value);
        Assert.Equal("fly", CommandForm().Match("see \"sealift fly HOST\"").Groups["command"].Value);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Advice_names_no_member_of_the_library(string place) => Assert.All(Texts(place), text => Assert.DoesNotMatch(MemberForm(), text));

    // Every option that follows a command in one sentence is that command's.
    private static void AssertCommand(RootCommand root, Match named, string text)
    {
        var command = root.Subcommands.FirstOrDefault(known => known.Name == named.Groups["command"].Value);
        Assert.True(command is not null, $"{named.Value}: {text}");
        if (command.Subcommands.FirstOrDefault(known => known.Name == named.Groups["second"].Value) is { } second) command = second;
        var known = Commands(command).SelectMany(one => one.Options).Select(option => option.Name).ToList();
        foreach (Match option in OptionForm().Matches(named.Groups["rest"].Value)) Assert.True(option.Value == Help || known.Contains(option.Value), $"{command.Name} has no {option.Value}: {text}");
    }

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);

    private static IEnumerable<string> Texts(string place)
    {
        if (ErrorCatalogue.Find(place) is { } entry) return [.. entry.Causes, .. entry.Evidence, .. entry.Steps];
        var check = DoctorCheck.Find(place)!;
        return
        [
            check.Does,
            check.Matters,
            .. check.Faults.Select(fault => fault.Meaning),
            .. check.Faults.Select(fault => fault.Meanwhile).OfType<string>(),
            .. check.Faults.SelectMany(fault => fault.Remedies).Where(remedy => remedy.Family == ServerFamily.Sealift).Select(remedy => remedy.Text),
        ];
    }

    [GeneratedRegex("(?<![\\w-])--[a-z][a-z-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionForm();

    [GeneratedRegex("(?<![A-Za-z-])(?<key>[a-z][a-z-]*) = ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyForm();

    [GeneratedRegex("(\"|: |: run )sealift (?<command>[a-z]+)( (?<second>[a-z]+))?(?<rest>[^\".;]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandForm();

    [GeneratedRegex("\\b(Ftp|Tls)[A-Z][A-Za-z]+\\.[A-Z]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MemberForm();
}
