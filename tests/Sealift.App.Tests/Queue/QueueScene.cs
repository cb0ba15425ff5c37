using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.TestKit;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;

namespace Sealift.App.Tests.Queue;

/// <summary>The real app with a window at its queue, and the queue's file, in which the test adds jobs as the command does.</summary>
internal sealed class QueueScene : IAsyncDisposable
{
    private readonly List<string> _errors = [];
    private IBrowserContext? _browser;
    private StateFile? _file;

    private QueueScene(TempDirectory home) => Home = home;

    public TempDirectory Home { get; }

    public AppProcess App { get; private set; } = default!;

    public IPage Page { get; private set; } = default!;

    public TransferQueue Queue { get; private set; } = default!;

    /// <summary>What went wrong in the browser.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public ILocator Jobs => Page.GetByTestId("job");

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public static async Task<QueueScene> OpenAsync(Chromium chromium, TempDirectory home, bool isDark = false, int width = 1280, int height = 800)
    {
        var scene = new QueueScene(home);
        scene._browser = await chromium.OpenAsync(isDark, width, height);
        scene._file = await StateFile.OpenAsync(home.Combine(".local/state/sealift/transfers.db"), new StateFileOptions { Command = "a test" }, TestContext.Current.CancellationToken);
        scene.Queue = new TransferQueue(scene._file);
        await scene.StartAsync();
        return scene;
    }

    /// <summary>Starts the app, again after <see cref="AppProcess.KillAsync"/>, with a window at its queue.</summary>
    public async Task StartAsync()
    {
        App = await AppProcess.StartAsync(Home);
        if (Page is not null) await Page.CloseAsync();
        Page = await _browser!.NewPageAsync();
        Page.Console += (_, message) =>
        {
            if (message.Type == "error") _errors.Add(message.Text);
        };
        await Page.GotoAsync(App.Address.AbsoluteUri);
        await Page.GetByRole(AriaRole.Link, new() { Name = "Queue", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Name = "Queue" }).WaitForAsync();
    }

    /// <summary>Closes the window and opens another one.</summary>
    public async Task ReopenAsync()
    {
        await Page.CloseAsync();
        Page = await _browser!.NewPageAsync();
        await Page.GotoAsync(new Uri(App.Origin, "/queue").AbsoluteUri);
    }

    /// <summary>The row of a job.</summary>
    public ILocator Job(long id) => Page.Locator($"[data-testid=job][data-job='{id}']");

    /// <summary>Waits until a job is what its row says.</summary>
    public Task ExpectStateAsync(long id, string words) =>
        Assertions.Expect(Job(id).GetByTestId("job-state")).ToContainTextAsync(new Regex(words), new() { Timeout = 120_000 });

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string what)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromMinutes(2)); // a guard against a hang
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!isSo())
        {
            try
            {
                await timer.WaitForNextTickAsync(bound.Token);
            }
            catch (OperationCanceledException e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"It did not come so far: {what}.", e);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        if (App is not null) await App.DisposeAsync();
        if (_file is not null) await _file.DisposeAsync();
    }
}
