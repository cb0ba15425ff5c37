using System.CommandLine;
using Microsoft.Extensions.Logging;
using Sealift.Cli.Output;
using Sealift.Cli.Serving.Hooks;
using Sealift.Cli.Serving.Monitoring;
using Sealift.Cli.Serving.Watching;
using Sealift.Core;
using Sealift.Core.Timeline;
using Sealift.Server;
using Sealift.Server.Events;
using Sealift.Server.Telemetry;

namespace Sealift.Cli.Serving;

/// <summary>
/// Everything that looks at a server which is run by the command: log, live view, audit log, monitor, hooks, recordings, the service manager; and the
/// signals that stop it. It is opened before the server, so that what cannot be used is said before anything listens, and disposed after it.
/// </summary>
internal sealed class ServerWatch : IAsyncDisposable
{
    private const int KeptSessions = 100;
    private const int MaxEvents = 2000;

    // Warnings of the server that the view has as events.
    private const int RefusedConnection = 1102;
    private const int FailedLogin = 1201;

    private static readonly TimeSpan HookPatience = TimeSpan.FromSeconds(10);

    private readonly Terminal _terminal;
    private readonly LogLines? _lines;
    private readonly ServerScreen? _screen;
    private readonly ServerLogger _logger;
    private readonly TimeSpan _stopTimeout;
    private readonly ServiceNotifier _service = ServiceNotifier.Open();
    private readonly List<Func<Task>> _reloads = [];
    private readonly SemaphoreSlim _reloading = new(1);
    private FtpAuditLog? _audit;
    private PrometheusText? _metrics;
    private MonitorListener? _monitor;
    private MonitorPages? _pages;
    private TimelineFolder? _folder;
    private HookRunner? _hooks;

    private ServerWatch(Terminal terminal, WatchSettings settings, ParseResult arguments, bool isScripted)
    {
        _terminal = terminal;
        _stopTimeout = settings.StopTimeout(arguments);
        var level = settings.Log(arguments);
        if (level is null && terminal.DrawsProgress && !isScripted) _screen = new ServerScreen(terminal, TimeProvider.System);
        else _lines = new LogLines(terminal.Error, TimeProvider.System);
        _logger = _screen is null
            ? new ServerLogger(LevelOf(level), Log)
            : new ServerLogger(LogLevel.Warning, Log) { LeftOut = [RefusedConnection, FailedLogin] };
    }

    /// <summary>The address of the monitor; null where there is none.</summary>
    public Uri? Monitor => _monitor is null ? null : new Uri($"http://{_monitor.EndPoint}/");

    /// <exception cref="CommandException">Something that the options name cannot be used.</exception>
    public static async Task<ServerWatch> OpenAsync(Terminal terminal, WatchSettings settings, ParseResult arguments, bool allowsNetwork, bool isScripted)
    {
        var watch = new ServerWatch(terminal, settings, arguments, isScripted);
        try
        {
            watch.Open(settings, arguments, allowsNetwork);
            return watch;
        }
        catch
        {
            await watch.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same options, watched.</summary>
    public FtpServerOptions Observe(FtpServerOptions options)
    {
        List<Action<FtpServerEvent>> listeners = [];
        if (_audit is not null) listeners.Add(_audit.Write);
        if (_folder is not null) listeners.Add(_folder.Take);
        if (_hooks is not null) listeners.Add(_hooks.Take);
        if (_screen is not null) listeners.Add(_screen.Take);
        var isRecorded = _monitor is not null || _folder is not null;
        return options with
        {
            Logger = _logger,
            Listeners = listeners,
            KeptSessions = _monitor is null ? 0 : KeptSessions,
            Timeline = isRecorded ? _ => new SessionTimeline(options.TimeProvider, MaxEvents) : null,
            Limits = options.Limits with { StopTimeout = _stopTimeout },
        };
    }

    /// <summary>Adds what SIGHUP does, besides opening the audit log again.</summary>
    public void OnReload(Func<Task> reload) => _reloads.Add(reload);

    /// <summary>Tells what happened to the server's files; the view has it too.</summary>
    public void Say(LogLevel level, string text)
    {
        if (_screen is not null) _screen.Add(level, text);
        else Log(level, text);
    }

    /// <summary>Watches until the server is stopped, and stops it: at the second signal without waiting for transfers.</summary>
    public async Task<ExitCode> RunAsync(FtpServer server, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult);
        var signals = _terminal.Signals!;
        signals.HasSecond = true;
        if (!_terminal.ErrorIsTerminal) signals.HungUp = () => _ = ReloadAsync();
        if (_monitor is not null)
        {
            _pages = new MonitorPages(server, _metrics!);
            _monitor.Start(_pages.Answer);
        }

        _screen?.Start(server);
        await _service.ReadyAsync("Serving.");
        await stopped.Task;

        if (_pages is not null) _pages.IsStopping = true;
        await _service.StoppingAsync("Running transfers may finish.");
        _screen?.Stop(_stopTimeout);
        await server.StopAsync(signals.Now);
        if (_hooks is not null) await _hooks.FinishAsync(HookPatience);
        return signals.Now.IsCancellationRequested ? ExitCode.Cancelled : ExitCode.Ok;
    }

    public async ValueTask DisposeAsync()
    {
        if (_monitor is not null) await _monitor.DisposeAsync();
        _metrics?.Dispose();
        if (_hooks is not null) await _hooks.DisposeAsync();
        if (_folder is not null) await _folder.DisposeAsync();
        if (_audit is not null) await _audit.DisposeAsync();
        await _service.DisposeAsync();
        if (_screen is not null) await _screen.DisposeAsync();
        if (_lines is not null) await _lines.DisposeAsync();
    }

    private static LogLevel LevelOf(string? level) => level switch
    {
        "error" => LogLevel.Error,
        "warning" => LogLevel.Warning,
        "debug" => LogLevel.Debug,
        _ => LogLevel.Information,
    };

    private void Open(WatchSettings settings, ParseResult arguments, bool allowsNetwork)
    {
        if (settings.Hooks(arguments) is { } hooks) OpenHooks(hooks);
        if (settings.Audit(arguments) is { } audit) _audit = OpenAudit(audit);
        if (settings.Timelines(arguments) is { } directory) _folder = TimelineFolder.Open(directory, Log);
        if (settings.Monitor(arguments, allowsNetwork) is not { } endPoint) return;
        _monitor = MonitorListener.Open(endPoint);
        _metrics = new PrometheusText();
    }

    private void OpenHooks(string path)
    {
        var hooks = HookFile.Read(path);
        _hooks = new HookRunner(_logger, TimeProvider.System);
        _hooks.Use(hooks);
        OnReload(() =>
        {
            ReloadHooks(path);
            return Task.CompletedTask;
        });
    }

    private void ReloadHooks(string path)
    {
        try
        {
            _hooks!.Use(HookFile.Read(path));
        }
        catch (CommandException e)
        {
            Say(LogLevel.Error, $"The new hooks cannot be used, the old ones stay: {TerminalText.Escape(e.Message)}");
        }
    }

    private FtpAuditLog OpenAudit(string path)
    {
        try
        {
            return FtpAuditLog.Open(path, _logger);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Local($"--audit: {e.Message}", "Name a file that may be written, in a directory that exists.", e);
        }
    }

    private async Task ReloadAsync()
    {
        await _reloading.WaitAsync();
        try
        {
            await _service.ReloadingAsync();
            _audit?.Reopen();
            foreach (var reload in _reloads) await reload();
            Log(LogLevel.Information, "Files were read again (SIGHUP)");
            await _service.ReadyAgainAsync();
        }
        finally
        {
            _reloading.Release();
        }
    }

    private void Log(LogLevel level, string text)
    {
        if (!_logger.IsEnabled(level)) return;
        _lines?.Add(level, text);
        _screen?.Add(level, text);
    }
}
