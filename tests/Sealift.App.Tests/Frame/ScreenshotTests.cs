using Microsoft.Playwright;
using Sealift.App.Queue;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;

namespace Sealift.App.Tests.Frame;

/// <summary>Pictures of the main views for people to look at, written into artifacts/screenshots where SEALIFT_SCREENSHOTS is set.</summary>
public sealed class ScreenshotTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Variable = "SEALIFT_SCREENSHOTS";

    public static TheoryData<int, int, bool> Looks => new()
    {
        { 1440, 900, false },
        { 1440, 900, true },
        { 1024, 640, false },
        { 1024, 640, true },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task The_main_views_are_drawn(int width, int height, bool isDark)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 }, $"Pictures are drawn where {Variable}=1 is set.");
        var folder = Directory.CreateDirectory(Path.Join(Repository.Root, "artifacts", "screenshots")).FullName;
        using var home = new TempDirectory();
        using var local = new TempDirectory();
        await using var server = await LocalServer.StartAsync();
        local.WriteRandom("report.pdf", 340_000);
        local.WriteRandom("figures.xlsx", 70_000);
        await HomeQueue.AddAsync(home, new NewTransfer(local.Path + "/", server.Address + "month/") { Words = server.Words });
        await using var app = await AppProcess.StartAsItIsAsync(home);
        await using var window = await AppWindow.OpenAsync(chromium, app, isDark, width, height);

        await window.Page.GetByRole(AriaRole.Heading, new() { Name = "Move a file in a minute" }).WaitForAsync();
        await TakeAsync("start");
        await window.GoToAsync("Timeline");
        await window.Page.GetByText("data connections resumed").First.WaitForAsync();
        await TakeAsync("timeline");
        await window.GoToAsync("Log");
        await window.Page.Locator(".log-line").GetByText("job 1 has ended").WaitForAsync();
        await TakeAsync("log");
        await window.Page.Keyboard.PressAsync("F1");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).Last).ToBeFocusedAsync();
        await TakeAsync("help");
        await window.Page.Keyboard.PressAsync("Escape");
        foreach (var view in (string[])["Queue", "Sites", "Doctor", "Files"])
        {
            await window.GoToAsync(view);
            await TakeAsync(view.ToLowerInvariant());
        }

        Assert.Empty(window.Complaints);

        Task TakeAsync(string view) => window.Page.ScreenshotAsync(new()
        {
            Path = Path.Join(folder, $"{view}-{width}x{height}-{(isDark ? "dark" : "light")}.png"),
            Animations = ScreenshotAnimations.Disabled,
        });
    }
}
