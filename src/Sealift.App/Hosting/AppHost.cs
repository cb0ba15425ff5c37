using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using MudBlazor.Services;
using Sealift.App.Asking;
using Sealift.App.Connecting;
using Sealift.App.Doctor;
using Sealift.App.Files.Commands;
using Sealift.App.Files.Panes;
using Sealift.App.Files.Uploads;
using Sealift.App.Live;
using Sealift.App.Queue;
using Sealift.App.Shell;
using Sealift.App.Sites;
using Sealift.App.Start;
using Sealift.App.Sync;
using Sealift.Cli.Apps;
using Sealift.Cli.Output;

namespace Sealift.App.Hosting;

/// <summary>The web server of the app: what it is made of, how it starts and when it ends.</summary>
internal static class AppHost
{
    /// <summary>Runs the app until it is stopped or nobody needs it any more.</summary>
    /// <param name="terminal">Where the address is told.</param>
    /// <param name="settings">How.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ExitCode> RunAsync(Terminal terminal, AppSettings settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "sealift-app", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Listen(settings.Address, settings.Port, listen =>
            {
                if (settings.Certificate is { } file) listen.UseHttps(ReadCertificate(file, settings.Key));
            });
        });
        AddServices(builder.Services, settings);
        await using var app = builder.Build();
        var access = app.Services.GetRequiredService<Access>();
        app.UseMiddleware<AccessGuard>();
        app.UseMiddleware<FirstRunRedirect>();
        app.UseWebSockets();
        app.MapStaticAssets();
        app.UseAntiforgery();
        app.MapRazorComponents<AppPage>().AddInteractiveServerRenderMode(static options => options.ContentSecurityFrameAncestorsPolicy = null); // the guard says it for all
        AppEndpoints.Map(app);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new CommandException(ExitCode.CannotConnect, $"the app cannot listen on {new IPEndPoint(settings.Address, settings.Port)}: {e.Message}", "Choose another --port.");
        }

        var bound = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        access.Open(settings.Address, bound.Port, bound.Scheme);
        PracticeFolder.Sweep(PracticeFolder.DefaultRoot, app.Services.GetRequiredService<EventLog>());
        var address = access.FirstAddress();
        Tell(terminal, settings, address);
        if (settings.OpensBrowser) BrowserLauncher.Open(terminal, address);

        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        await using var stopping = cancellationToken.Register(lifetime.StopApplication);
        await app.WaitForShutdownAsync(CancellationToken.None);
        return ExitCode.Ok;
    }

    private static void AddServices(IServiceCollection services, AppSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Access>();
        services.AddSingleton<Windows>();
        services.AddScoped<CircuitHandler, WindowCounter>();
        services.AddScoped<LivePulse>();
        services.AddHostedService(static provider =>
        {
            var queue = provider.GetRequiredService<AppQueue>();
            return ActivatorUtilities.CreateInstance<IdleStop>(provider, () => queue.IsTransferring);
        });
        services.AddHostedService<StdinEnd>();
        services.AddSingleton<Person>();
        services.AddSingleton<EventLog>();
        services.AddSingleton<SessionRecords>();
        services.AddSingleton<Preferences>();
        services.AddSingleton<FirstRun>();
        services.AddSingleton<SampleServer>();
        services.AddSingleton<AppTerminal>();
        services.AddSingleton<Connections>();
        services.AddSingleton<DoctorRuns>();
        services.AddSingleton<SavedSites>();
        services.AddSingleton<KnownServers>();
        services.AddSingleton<Conflicts>();
        services.AddSingleton<QueueSettingsFile>();
        services.AddSingleton<AppQueue>();
        services.AddSingleton<SyncPlanner>();
        services.AddHostedService(static provider => provider.GetRequiredService<AppQueue>());
        services.AddSingleton<JobEnds>();
        services.AddSingleton<BrowserUploads>();
        services.AddSingleton<Places>();
        services.AddScoped<PanePair>();
        services.AddScoped<FileActions>();
        services.AddDataProtection().UseEphemeralDataProtectionProvider(); // no key outlives the process
        services.AddMudServices();
        services.AddRazorComponents().AddInteractiveServerComponents(static options =>
        {
            options.DetailedErrors = false;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(5);
        });
        services.AddSignalR(static options => options.MaximumReceiveMessageSize = 1024 * 1024);
        services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));
    }

    private static X509Certificate2 ReadCertificate(string file, string? key)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(file, key);
        }
        catch (Exception e) when (e is IOException or System.Security.Cryptography.CryptographicException)
        {
            throw CommandException.Local($"--cert cannot be used: {e.Message}", "--cert and --key name PEM files without a passphrase.", e);
        }
    }

    private static void Tell(Terminal terminal, AppSettings settings, Uri address)
    {
        if (settings.IsJson)
        {
            terminal.Out.WriteLine($"{{\"type\":\"app\",\"url\":\"{address}\"}}");
        }
        else
        {
            terminal.Out.WriteLine($"The app is at {address}");
            if (settings.Password is null) terminal.WriteRemark("The address works once. Ctrl-C ends the app.");
        }

        terminal.Out.Flush();
    }
}
