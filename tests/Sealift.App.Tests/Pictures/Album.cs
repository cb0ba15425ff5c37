using Microsoft.Playwright;
using Sealift.App.Tests.Look;
using Sealift.TestKit;

namespace Sealift.App.Tests.Pictures;

/// <summary>Pictures of the views for people to look at: each at two sizes and in both themes, in artifacts/screenshots.</summary>
internal sealed class Album(IPage page)
{
    private const string Variable = "SEALIFT_SCREENSHOTS";

    private static readonly (int Width, int Height)[] Sizes = [(1440, 900), (1024, 640)];

    private readonly List<string> _faint = [];

    private static string Folder => Path.Join(Repository.Root, "artifacts", "screenshots");

    /// <summary>Skips the test unless somebody wants pictures.</summary>
    public static void Require() => Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 }, $"Pictures are drawn where {Variable}=1 is set.");

    /// <summary>Takes the four pictures of what a window shows, and leaves it as it was.</summary>
    /// <param name="view">What it shows, in lower case.</param>
    public async Task TakeAsync(string view)
    {
        var before = page.ViewportSize!;
        Directory.CreateDirectory(Folder);
        foreach (var theme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            var word = theme.ToString().ToLowerInvariant();
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            await page.Locator($".shell.{word}").WaitForAsync();
            foreach (var (width, height) in Sizes)
            {
                await page.SetViewportSizeAsync(width, height);
                await SettleAsync();
                await page.ScreenshotAsync(new() { Path = Path.Join(Folder, $"{view}-{width}x{height}-{word}.png"), Animations = ScreenshotAnimations.Disabled });
            }

            _faint.AddRange((await ReadablePage.FindFaintAsync(page)).Select(words => $"{view}, {word}: {words}"));
        }

        await page.SetViewportSizeAsync(before.Width, before.Height);
    }

    /// <summary>Fails the test where words on a picture were too faint to read.</summary>
    public void AssertReadable() => Assert.Empty(_faint);

    // Lists draw the lines that a larger window shows after the app was told of its size.
    private async Task SettleAsync()
    {
        const string frames = "async () => { for (let i = 0; i < 20; i++) await new Promise(resolve => requestAnimationFrame(resolve)); }";
        await page.EvaluateAsync(frames);
        await page.Locator(".shell").First.WaitForAsync();
        await page.EvaluateAsync(frames);
    }
}
