using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Sealift.Server.Events;
using Sealift.Server.Telemetry;
using Sealift.TestKit;

namespace Sealift.Server.Tests.Watching;

public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_count_what_curl_does()
    {
        PeerProcess.Demand("curl");
        using var meters = new OwnMeters();
        var measured = new ConcurrentQueue<(string Name, double Value, string Tags)>();
        using var listener = Listen(meters, measured);
        var events = new EventList();
        await using var server = await TestServer.StartAsync(options => options with { MeterFactory = meters, Listeners = [events.Add] });
        server.Write("a.bin", new byte[200_000]);

        await CurlAsync(server, TestServer.Password, "a.bin");
        await CurlAsync(server, "wrong", "a.bin");
        await events.WaitAsync<SessionEnded>();
        listener.RecordObservableInstruments();

        Assert.Contains(measured, one => one is { Name: "ftp.server.transfer.duration", Tags: "ftp.command=RETR ftp.transfer.kind=download ftp.response.status_code=226" });
        Assert.Contains(measured, one => one is { Name: "ftp.server.logins", Value: 1, Tags: "ftp.login.result=success ftp.login.method=password" });
        Assert.Contains(measured, one => one is { Name: "ftp.server.logins", Value: 1, Tags: "ftp.login.result=failure ftp.login.method=password" });
        Assert.Contains(measured, one => one is { Name: "ftp.server.io", Value: 200_000, Tags: "network.io.direction=transmit" });
        Assert.Contains(measured, one => one is { Name: "ftp.server.active_transfers", Value: 0 });
    }

    [Fact]
    public async Task Every_metric_stands_in_the_documentation_with_its_kind_and_unit()
    {
        using var meters = new OwnMeters();
        var published = new ConcurrentQueue<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => { if (meters.Owns(instrument)) published.Enqueue(instrument); } };
        listener.Start();
        await using var server = await TestServer.StartAsync(options => options with { MeterFactory = meters });

        var documented = File.ReadLines(Path.Combine(Repository.Root, "docs", "telemetry.md"))
            .Where(line => line.StartsWith("| `ftp.server.", StringComparison.Ordinal))
            .Select(line => string.Join(' ', line.Split('|', StringSplitOptions.TrimEntries)[1..4]));

        Assert.Equal(
            published.Select(instrument => $"`{instrument.Name}` {Kind(instrument)} `{instrument.Unit}`").Order(StringComparer.Ordinal),
            documented.Order(StringComparer.Ordinal));
        Assert.All(published, instrument => Assert.False(string.IsNullOrEmpty(instrument.Description)));
    }

    [Fact]
    public async Task Sessions_and_transfers_are_activities()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FtpServerTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var events = new EventList();
        await using var server = await TestServer.StartAsync(options => options with { Listeners = [events.Add] });
        server.Write("traced.bin", new byte[1000]);
        await using (var client = await Conversation.LogInAsync(server))
        {
            await client.DownloadAsync("RETR traced.bin");
            await client.ExpectAsync(221, "QUIT");
        }

        await events.WaitAsync<SessionEnded>();

        // Other tests of this process have sessions too.
        var transfer = Assert.Single(ended, activity => Equals(activity.GetTagItem("file.path"), "/traced.bin"));
        Assert.Equal(("ftp.transfer", (object?)"RETR", (object?)226, (object?)1000L),
            (transfer.OperationName, transfer.GetTagItem("ftp.command"), transfer.GetTagItem("ftp.response.status_code"), transfer.GetTagItem("ftp.transfer.size")));
        var session = Assert.Single(ended, activity => activity.SpanId == transfer.ParentSpanId);
        var port = events.Of<SessionStarted>()[0].Session.Peer.Port;
        Assert.Equal(
            ("ftp.session", port, "anna", "1.3"),
            (session.OperationName, session.GetTagItem("client.port"), session.GetTagItem("user.name"), session.GetTagItem("tls.protocol.version")));
    }

    [Fact]
    public async Task An_activity_has_ended_when_its_end_is_told()
    {
        var stopped = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FtpServerTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => stopped.Enqueue($"{activity.OperationName} of {activity.GetTagItem("client.port") ?? activity.Parent?.GetTagItem("client.port")}"),
        };
        ActivitySource.AddActivityListener(listener);
        var told = new ConcurrentQueue<(string Activity, bool HasEnded)>();
        var events = new EventList();
        void Look(FtpServerEvent happened)
        {
            var name = happened switch { TransferEnded => "ftp.transfer", SessionEnded => "ftp.session", _ => null };
            if (name is not null && happened is FtpSessionEvent { Session: var session }) told.Enqueue((name, stopped.Contains($"{name} of {session.Peer.Port}")));
        }

        await using var server = await TestServer.StartAsync(options => options with { Listeners = [Look, events.Add] });
        server.Write("told.bin", new byte[1000]);
        await using (var client = await Conversation.LogInAsync(server))
        {
            await client.DownloadAsync("RETR told.bin");
            await client.ExpectAsync(221, "QUIT");
        }

        await events.WaitAsync<SessionEnded>();
        Assert.Equal([("ftp.transfer", true), ("ftp.session", true)], told);
    }

    private static string Kind(Instrument instrument)
    {
        var name = instrument.GetType().Name;
        return name[..name.IndexOf('`', StringComparison.Ordinal)];
    }

    private static MeterListener Listen(OwnMeters meters, ConcurrentQueue<(string, double, string)> measured)
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, listening) => { if (meters.Owns(instrument)) listening.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, Words(tags))));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, Words(tags))));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, Words(tags))));
        listener.Start();
        return listener;
    }

    private static string Words(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));

    private static Task<(int ExitCode, string Output, string Errors)> CurlAsync(TestServer server, string password, string path) => PeerProcess.RunAsync(
        "curl", "-sS", "-k", "--ssl-reqd", "-u", $"{TestServer.User}:{password}", "-o", "/dev/null", $"ftp://127.0.0.1:{server.Explicit.Port}/{path}");

    /// <summary>Meters of this test alone: others run at the same time.</summary>
    private sealed class OwnMeters : IMeterFactory
    {
        private readonly List<Meter> _meters = [];

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(new MeterOptions(options.Name) { Scope = this });
            _meters.Add(meter);
            return meter;
        }

        public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter.Scope, this);

        public void Dispose()
        {
            foreach (var meter in _meters) meter.Dispose();
        }
    }
}
