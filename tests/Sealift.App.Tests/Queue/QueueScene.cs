using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sealift.App.Tests.Browsing;
using Sealift.Cli.Queues;
using Sealift.TestKit;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;

namespace Sealift.App.Tests.Queue;

/// <summary>The real app with a window at its queue, and the queue's file, in which the test adds jobs as the command does.</summary>
internal sealed class QueueScene : IAsyncDisposable
{
    private static readonly float Patience = 120_000; // a guard against a hang, in milliseconds

    private readonly List<string> _errors = [];
    private IBrowserContext? _browser;
    private StateFile? _file;
    private Action<IPage>? _onPage;

    private QueueScene(TempDirectory home) => Home = home;

    public TempDirectory Home { get; }

    public AppProcess App { get; private set; } = default!;

    public IPage Page { get; private set; } = default!;

    public TransferQueue Queue { get; private set; } = default!;

    /// <summary>What went wrong in the browser.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public ILocator Jobs => Page.GetByTestId("job");

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public static async Task<QueueScene> OpenAsync(Chromium chromium, TempDirectory home, bool isDark = false, int width = 1280, int height = 800, Action<IPage>? onPage = null)
    {
        var scene = new QueueScene(home) { _onPage = onPage };
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
        _onPage?.Invoke(Page);
        Page.Console += (_, message) =>
        {
            if (message.Type == "error") _errors.Add(message.Text);
        };
        await Page.GotoAsync(App.Address.AbsoluteUri);
        await Page.GotoAsync(new Uri(App.Origin, "/queue").AbsoluteUri);
        await Page.GetByRole(AriaRole.Heading, new() { Name = "Queue" }).WaitForAsync();
    }

    /// <summary>Closes the window and opens another one.</summary>
    public async Task ReopenAsync()
    {
        await Page.CloseAsync();
        Page = await _browser!.NewPageAsync();
        await Page.GotoAsync(new Uri(App.Origin, "/queue").AbsoluteUri);
    }

    /// <summary>Adds a job as a pane does: it asks before it replaces anything.</summary>
    public void AddAsPane(string source, string target, params IReadOnlyList<string> words) =>
        Queue.Add(new NewJob(source, target) { Options = new JobWords(words) { Asks = true }.Write() });

    /// <summary>The row of a job.</summary>
    public ILocator Job(long id) => Page.Locator($"[data-testid=job][data-job='{id}']");

    /// <summary>Waits until a job is what its row says.</summary>
    public Task ExpectStateAsync(long id, string words) =>
        Assertions.Expect(Job(id).GetByTestId("job-state")).ToContainTextAsync(new Regex(words), new() { Timeout = Patience });

    /// <summary>Waits until a locator shows words.</summary>
    public static Task ExpectTextAsync(ILocator locator, string words) => Assertions.Expect(locator).ToContainTextAsync(new Regex(words.Replace(".*", @"[\s\S]*", StringComparison.Ordinal)), new() { Timeout = Patience });

    /// <summary>Whether a browser said that because the program was killed.</summary>
    public static bool IsOfKill(string error) => error.Contains("WebSocket", StringComparison.Ordinal) || error.Contains("ERR_CONNECTION", StringComparison.Ordinal)
        || error.Contains("Connection disconnected", StringComparison.Ordinal) || error.Contains("Failed to fetch", StringComparison.Ordinal);

    /// <summary>Waits for the question about a file; the one before it has gone then.</summary>
    public async Task ExpectQuestionAsync(string path)
    {
        var questions = Page.GetByTestId("conflict-path");
        await questions.GetByText(path, new() { Exact = true }).WaitForAsync();
        await Assertions.Expect(questions).ToHaveCountAsync(1);
    }

    /// <summary>Presses a button by its name.</summary>
    public Task PressAsync(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string what, TimeSpan? patience = null)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(patience ?? TimeSpan.FromMinutes(2)); // a guard against a hang
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

    /// <summary>The bytes of the largest unfinished file in a directory.</summary>
    public static long PartSize(string directory) => Directory.EnumerateFiles(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        .Where(static file => file.EndsWith(".sealift-part", StringComparison.Ordinal)).Select(static file => new FileInfo(file)).Where(static file => file.Exists).Select(static file => file.Length).DefaultIfEmpty().Max();

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        if (App is not null) await App.DisposeAsync();
        if (_file is not null) await _file.DisposeAsync();
    }
}
