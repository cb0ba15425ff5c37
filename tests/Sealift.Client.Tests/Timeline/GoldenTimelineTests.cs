using System.Globalization;
using System.Xml.Linq;
using Sealift.Core.Timeline;
using Sealift.TestKit;

namespace Sealift.Client.Tests.Timeline;

/// <summary>
/// The pictures of some sessions, recorded from a real client, must be those that are kept in <c>Golden/</c>, character by character.
/// The README of this project says how they are made anew.
/// </summary>
public sealed class GoldenTimelineTests
{
    private const string Renewal = "SEALIFT_GOLDEN";

    private static readonly string Golden = Path.Combine("tests", "Sealift.Client.Tests", "Timeline", "Golden");

    /// <summary>The pictures that the documentation shows.</summary>
    private static readonly string[] Published = ["explicit-tls13", "failed-certificate"];

    private static readonly int[] Widths = [80, 120, 200];

    public static TheoryData<string> Names => [.. GoldenSessions.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Session_is_drawn_as_it_was_before(string name)
    {
        var (title, play) = GoldenSessions.All[name];
        var events = await play();
        var drawing = new TimelineDrawing { Title = title };

        foreach (var width in Widths)
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            TimelineText.Write(text, events, drawing, new TimelineTextOptions { Width = width });
            await CompareAsync($"{name}.{width}.txt", text.ToString());
        }

        using var picture = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        TimelineSvg.Write(picture, events, drawing);
        await CompareAsync($"{name}.svg", picture.ToString());
        if (Published.Contains(name)) await CompareAsync($"{name}.svg", picture.ToString(), Path.Combine("docs", "pictures"));
        Assert.Equal("svg", XDocument.Parse(picture.ToString()).Root!.Name.LocalName);
        Assert.Empty(SvgLayout.FindCollisions(picture.ToString()));
    }

    private static async Task CompareAsync(string file, string drawn, string? folder = null)
    {
        var path = Path.Combine(Repository.Root, folder ?? Golden, file);
        if (Environment.GetEnvironmentVariable(Renewal) == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, drawn, Scripted.Stop);
        }

        Assert.True(File.Exists(path), $"{file} is missing; with {Renewal}=write it is made.");
        Assert.Equal(await File.ReadAllTextAsync(path, Scripted.Stop), drawn);
    }
}
