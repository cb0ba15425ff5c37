using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Sealift.Cli.Serving.Monitoring;

/// <summary>One metric with the values of each of its combinations of labels. Not for several threads.</summary>
internal sealed class MetricFamily
{
    private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly string _help;
    private readonly string _type;
    private readonly bool _isAbsolute;
    private readonly IReadOnlyList<double> _bounds;

    public MetricFamily(Instrument instrument)
    {
        _help = instrument.Description ?? "";
        _isAbsolute = instrument.IsObservable;
        _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? [];
        _type = instrument switch
        {
            Histogram<double> => "histogram",
            Counter<long> or ObservableCounter<long> => "counter",
            _ => "gauge",
        };
        Name = instrument.Name.Replace('.', '_') + instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        } + (_type == "counter" ? "_total" : "");
    }

    public string Name { get; }

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        if (!_series.TryGetValue(labels, out var series)) _series[labels] = series = new Series(_bounds.Count);
        series.Count++;
        series.Sum = _isAbsolute ? value : series.Sum + value;
        for (var i = 0; i < _bounds.Count; i++)
        {
            if (value <= _bounds[i]) series.Buckets[i]++;
        }
    }

    public void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {_help}\n# TYPE {Name} {_type}\n");
        foreach (var (labels, series) in _series)
        {
            if (_type != "histogram")
            {
                Line(text, Name, labels, series.Sum);
                continue;
            }

            var comma = labels.Length > 0 ? "," : "";
            for (var i = 0; i < _bounds.Count; i++)
                Line(text, Name + "_bucket", string.Create(CultureInfo.InvariantCulture, $"{labels}{comma}le=\"{_bounds[i]}\""), series.Buckets[i]);
            Line(text, Name + "_bucket", $"{labels}{comma}le=\"+Inf\"", series.Count);
            Line(text, Name + "_sum", labels, series.Sum);
            Line(text, Name + "_count", labels, series.Count);
        }
    }

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length > 0 ? "{" + labels + "}" : "")} {value}\n");

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(name.Replace('.', '_')).Append("=\"");
            text.Append(Words(value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));
            text.Append('"');
        }

        return text.ToString();
    }

    private static string Words(object? value) => value switch
    {
        true => "true",
        false => "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    private sealed class Series(int buckets)
    {
        public long[] Buckets { get; } = new long[buckets];

        public long Count { get; set; }

        public double Sum { get; set; }
    }
}
