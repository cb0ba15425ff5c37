using System.Xml.Linq;

namespace Sealift.AotCheck;

/// <summary>The layers of docs/architecture.md, read from the project files themselves.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Sealift.Core"] = [],
        ["Sealift.Tls"] = [],
        ["Sealift.Client"] = ["Sealift.Core", "Sealift.Tls"],
        ["Sealift.Server"] = ["Sealift.Core", "Sealift.Tls"],
        ["Sealift.Sites"] = ["Sealift.Client", "Sealift.Core", "Sealift.Tls"],
        ["Sealift.Transfer"] = ["Sealift.Client", "Sealift.Core"],
        ["Sealift.Doctor"] = ["Sealift.Client", "Sealift.Core", "Sealift.Tls"],
        ["Sealift.Cli"] = ["Sealift.Client", "Sealift.Server", "Sealift.Sites", "Sealift.Transfer", "Sealift.Doctor", "Sealift.Core", "Sealift.Tls"],
        ["Sealift.App"] = ["Sealift.Cli", "Sealift.Client", "Sealift.Server", "Sealift.Sites", "Sealift.Transfer", "Sealift.Doctor", "Sealift.Core", "Sealift.Tls"],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new(StringComparer.Ordinal)
    {
        ["Sealift.Core"] = [],
        ["Sealift.Tls"] = [],
        ["Sealift.Client"] = ["Microsoft.Extensions.Logging.Abstractions"],
        ["Sealift.Server"] = ["Microsoft.Extensions.Logging.Abstractions"],
        ["Sealift.Sites"] = ["Tomlyn"],
        ["Sealift.Transfer"] = ["Microsoft.Extensions.Logging.Abstractions", "SQLitePCLRaw.lib.e_sqlite3", "Cronos"],
        ["Sealift.Doctor"] = [],
        ["Sealift.Cli"] = ["System.CommandLine", "Spectre.Console"],
        ["Sealift.App"] = ["MudBlazor"],
    };

    public static TheoryData<string> Projects => [.. Directory
        .GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .Select(p => Path.GetFileNameWithoutExtension(p))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_what_is_below_it(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} has no place in the layers; give it one here and in docs/architecture.md.");
        Assert.Empty(References(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/'))).Except(Allowed[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_depends_on_no_package_but_its_own(string project) =>
        Assert.Empty(References(project, "PackageReference").Except(AllowedPackages[project]));

    [Fact]
    public void Core_opens_no_socket_and_knows_no_tls()
    {
        string[] forbidden = ["System.Net.Security", "new Socket", "TcpClient", "NetworkStream", "SslStream"];
        var offenders = Directory
            .GetFiles(Path.Combine(Repository.Root, "src", "Sealift.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .Where(f => forbidden.Any(File.ReadAllText(f).Contains));
        Assert.Empty(offenders);
    }

    [Fact]
    public void Tls_knows_nothing_of_ftp()
    {
        var offenders = Directory
            .GetFiles(Path.Combine(Repository.Root, "src", "Sealift.Tls"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .Where(f => File.ReadAllText(f).Contains("Sealift.Core", StringComparison.Ordinal));
        Assert.Empty(offenders);
    }

    private static IEnumerable<string> References(string project, string kind) => XDocument
        .Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"))
        .Descendants(kind)
        .Select(r => r.Attribute("Include")!.Value);
}
