using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Sealift.Server.Telemetry;

namespace Sealift.Cli.Serving.Monitoring;

/// <summary>
/// The server's metrics in the text format of Prometheus (version 0.0.4). Names follow the rules by which OpenTelemetry is translated: dots become
/// underscores, units are spelt out, counters end in _total.
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener;

    public PrometheusText()
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name != FtpServerTelemetry.MeterName) return;
                var family = new MetricFamily(instrument);
                lock (_lock) _families[family.Name] = family;
                listening.EnableMeasurementEvents(instrument, family);
            },
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Take(family, value, tags));
        _listener.Start();
    }

    /// <summary>Everything at this moment.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        _listener.RecordObservableInstruments();
        lock (_lock)
        {
            foreach (var family in _families.Values) family.Write(text);
        }

        Own(text, "process_cpu_seconds_total", "counter", "Processor time of the server.", Environment.CpuUsage.TotalTime.TotalSeconds);
        Own(text, "process_resident_memory_bytes", "gauge", "Memory of the server.", Environment.WorkingSet);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private static void Own(StringBuilder text, string name, string type, string help, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n");

    private void Take(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock) ((MetricFamily)family!).Take(value, tags);
    }
}
