using System.Globalization;
using System.Text;
using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Transfer.Events;
using Sealift.Transfer.Planning;
using Sealift.Transfer.Running;

namespace Sealift.Cli.Trees;

/// <summary>
/// The progress of a tree on a terminal: a line for the whole and one for each file under way. A picture is written in one piece over the
/// last one, line by line, so that nothing flickers.
/// </summary>
internal sealed class TreeScreen(Terminal terminal, TimeProvider time) : IDisposable
{
    private const int MostFiles = 8;
    private const int NarrowestWidth = 40;
    private const int UsualWidth = 80;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<FtpPath, FileLine> _files = [];
    private TransferTotals _known;
    private RunProgress? _progress;
    private bool _isPlanComplete;
    private string? _notice;
    private FtpPath? _noticed; // the file that the notice is about
    private long _kept;
    private long _failed;
    private long _deleted;
    private long _drawnAt;
    private int _lines;
    private int _pauses;

    /// <summary>Takes in what happened, and draws where the last picture is old enough.</summary>
    public void Show(TransferEvent happened)
    {
        lock (_lock)
        {
            Take(happened);
            if (_pauses > 0 || (_lines > 0 && time.GetElapsedTime(_drawnAt) < Interval)) return;
            Draw();
        }
    }

    /// <summary>Takes the picture away.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_lines > 0) terminal.Error.Write($"\e[{_lines}A\r\e[J");
            _lines = 0;
        }
    }

    /// <summary>Takes the picture away until the result is disposed: somebody is asked something.</summary>
    public IDisposable Pause()
    {
        Clear();
        lock (_lock) _pauses++;
        return new Pausing(this);
    }

    public void Dispose() => Clear();

    private void Take(TransferEvent happened)
    {
        switch (happened)
        {
            case StepPlanned planned:
                _known = planned.Known;
                break;
            case PlanCompleted completed:
                (_known, _isPlanComplete) = (completed.Totals, true);
                break;
            case StepLeft { Step.Action: StepAction.Keep }:
                _kept++;
                break;
            case FileStarted started:
                _files[started.Step.Path] = new FileLine(started.Size, started.ResumedAt);
                if (_noticed == started.Step.Path) Notice(null);
                break;
            case FileProgress progress when _files.TryGetValue(progress.Path, out var line):
                (line.Bytes, line.Size, line.Rate, line.Proof) = (progress.Bytes, progress.Size ?? line.Size, progress.BytesPerSecond, null);
                break;
            case FileProving proving when _files.TryGetValue(proving.Path, out var line):
                // A checksum is compared when all of it is there; before that, a part is proven that is gone on with.
                (line.Proof, line.Bytes) = (proving.Proof, proving.Proof == TransferEvidence.HashCompared ? line.Size ?? line.Bytes : line.Bytes);
                break;
            case FileDone done:
                _files.Remove(done.Step.Path);
                break;
            case StepDone { Step.Action: StepAction.Delete or StepAction.DeleteDirectory }:
                _deleted++;
                break;
            case StepFailed failed:
                _files.Remove(failed.Step.Path);
                if (failed.RetryAfter is { } pause) Notice($"{failed.Step.Path} is tried again in {pause.TotalSeconds:0.#} s: {failed.Failure.Cause}", failed.Step.Path);
                else _failed++;
                break;
            case RunPaused paused:
                Notice(paused.Cause is { } cause ? $"waiting: {cause}" : "paused");
                break;
            case RunResumed:
                Notice(null);
                break;
            case SessionsChanged changed:
                Notice($"{changed.Side} allows {changed.Limit} sessions");
                break;
            case RunProgress progress:
                (_progress, _known, _isPlanComplete) = (progress, progress.Known, progress.IsPlanComplete);
                break;
            default:
                break;
        }
    }

    private void Notice(string? text, FtpPath? about = null) => (_notice, _noticed) = (text, about);

    private void Draw()
    {
        var width = Math.Max(NarrowestWidth, Terminal.ErrorWidth is > 0 and var columns ? columns : UsualWidth) - 1;
        var lines = new List<string> { Whole() };
        foreach (var (path, line) in _files.Take(MostFiles)) lines.Add($"  {line.Words(path)}");
        if (_files.Count > MostFiles) lines.Add($"  and {_files.Count - MostFiles} more");
        if (_notice is { } notice) lines.Add($"  {notice}");

        // Each line is written over the old one and cleared to its end; what is left of a longer picture goes.
        var picture = new StringBuilder();
        if (_lines > 0) picture.Append(CultureInfo.InvariantCulture, $"\e[{_lines}A\r");
        foreach (var line in lines) picture.Append(TerminalWidth.Cut(TerminalText.Escape(line), width)).Append("\e[K\n");
        if (lines.Count < _lines) picture.Append("\e[J");
        terminal.Out.Flush();
        terminal.Error.Write(picture.ToString());
        _lines = lines.Count;
        _drawnAt = time.GetTimestamp();
    }

    private string Whole()
    {
        var done = _progress?.FilesDone ?? 0;
        var bytes = _progress?.Bytes ?? 0;
        var rate = _progress?.BytesPerSecond ?? 0;
        var text = new StringBuilder();
        if (_known.Files == 0) text.Append(_isPlanComplete ? "nothing to copy" : "looking at both sides");
        else text.Append(CultureInfo.InvariantCulture, $"{done} of {_known.Files} files, {SizeText.Of(bytes)} of {SizeText.Of(_known.Bytes)}{(_isPlanComplete ? "" : " so far")}");
        if (rate > 0) text.Append(CultureInfo.InvariantCulture, $", {SizeText.Of(rate)}/s");
        if (_isPlanComplete && rate > 0 && _known.Bytes > bytes) text.Append(CultureInfo.InvariantCulture, $", {TimeLeft((_known.Bytes - bytes) / rate)} left");
        if (_kept > 0) text.Append(CultureInfo.InvariantCulture, $", {_kept} unchanged");
        if (_deleted > 0) text.Append(CultureInfo.InvariantCulture, $", {_deleted} deleted");
        if (_failed > 0) text.Append(CultureInfo.InvariantCulture, $", {_failed} failed");
        return text.ToString();
    }

    private static string TimeLeft(double seconds)
    {
        var left = TimeSpan.FromSeconds(Math.Min(seconds, 359_999));
        return left.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{left.Minutes}:{left.Seconds:00}");
    }

    private sealed class FileLine(long? size, long bytes)
    {
        public long? Size { get; set; } = size;

        public long Bytes { get; set; } = bytes;

        public double Rate { get; set; }

        public TransferEvidence? Proof { get; set; }

        public string Words(FtpPath path)
        {
            var share = Size is > 0 and var size ? string.Create(CultureInfo.InvariantCulture, $"{Math.Min(100, Bytes * 100.0 / size),3:0} %") : "     ";
            var rest = Proof is { } proof
                ? $"proving {string.Join(", ", StepWords.Of(proof))}"
                : string.Create(CultureInfo.InvariantCulture, $"{SizeText.Of(Bytes)}{(Size is { } known ? $" of {SizeText.Of(known)}" : "")}{(Rate > 0 ? $", {SizeText.Of(Rate)}/s" : "")}");
            return $"{share}  {path}  {rest}";
        }
    }

    private sealed class Pausing(TreeScreen screen) : IDisposable
    {
        public void Dispose()
        {
            lock (screen._lock) screen._pauses--;
        }
    }
}
