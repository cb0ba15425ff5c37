using System.Globalization;
using System.Text;
using Sealift.App.Live;

namespace Sealift.App.Logs;

/// <summary>The log as one window looks at it: what is filtered, what was cleared away, which lines are chosen.</summary>
internal sealed class LogView
{
    private readonly HashSet<long> _chosen = [];
    private IReadOnlyList<LogLine> _all = [];
    private long _clearedUpTo;
    private string _word = "";
    private LogLevel _least = LogLevel.Information;
    private long _anchor;

    /// <summary>The lines that are looked at, oldest first.</summary>
    public IReadOnlyList<LogLine> Lines { get; private set; } = [];

    /// <summary>What must be in a line or its source, whatever the case; empty for anything.</summary>
    public string Word
    {
        get => _word;
        set
        {
            _word = value;
            Select();
        }
    }

    /// <summary>The least level that is looked at. Default <see cref="LogLevel.Information"/>: everything but the details of data connections.</summary>
    public LogLevel Least
    {
        get => _least;
        set
        {
            _least = value;
            Select();
        }
    }

    /// <summary>How many lines there are, whether they are looked at or not.</summary>
    public int Total => _all.Count;

    /// <summary>How many lines are chosen.</summary>
    public int ChosenCount => _chosen.Count;

    /// <summary>The line where the keyboard is; 0 for none.</summary>
    public long Current { get; private set; }

    /// <summary>Where <see cref="Current"/> is among the lines; -1 for nowhere.</summary>
    public int CurrentPosition => Position(Current);

    /// <summary>Takes the lines that there are now.</summary>
    public void Take(IReadOnlyList<LogLine> lines)
    {
        _all = [.. lines.Where(line => line.Number > _clearedUpTo)];
        Select();
    }

    /// <summary>Clears the view; the log itself stays.</summary>
    public void Clear()
    {
        if (_all.Count > 0) _clearedUpTo = _all[^1].Number;
        Take([]);
    }

    public bool IsChosen(long number) => _chosen.Contains(number);

    /// <summary>A line was clicked or gone to.</summary>
    /// <param name="number">The line.</param>
    /// <param name="extends">Whether all from the last one to it are chosen (Shift).</param>
    /// <param name="adds">Whether the others stay chosen (Ctrl); a chosen one is given up then.</param>
    public void Choose(long number, bool extends, bool adds)
    {
        var (from, to) = (Position(_anchor), Position(number));
        if (to < 0) return;
        if (!adds) _chosen.Clear();
        if (extends && from >= 0)
        {
            for (var i = Math.Min(from, to); i <= Math.Max(from, to); i++) _chosen.Add(Lines[i].Number);
        }
        else
        {
            if (!adds || !_chosen.Remove(number)) _chosen.Add(number);
            _anchor = number;
        }

        Current = number;
    }

    /// <summary>Goes some lines up or down, and chooses what it comes to.</summary>
    public void Move(int lines, bool extends)
    {
        if (Lines.Count == 0) return;
        var position = CurrentPosition < 0 ? (lines < 0 ? Lines.Count - 1 : 0) : Math.Clamp(CurrentPosition + lines, 0, Lines.Count - 1);
        Choose(Lines[position].Number, extends, adds: false);
    }

    public void ChooseAll() => _chosen.UnionWith(Lines.Select(static line => line.Number));

    /// <summary>The chosen lines as text; where none is chosen, all that are looked at.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        foreach (var line in Lines.Where(line => _chosen.Count == 0 || _chosen.Contains(line.Number))) text.Append(Format(line)).Append('\n');
        return text.ToString();
    }

    /// <summary>A line as text.</summary>
    public static string Format(LogLine line) => string.Create(CultureInfo.InvariantCulture, $"{line.Time:yyyy-MM-dd HH:mm:ss.fff} {Name(line.Level),-7} {line.Source}: {line.Text}");

    /// <summary>A level in a word.</summary>
    public static string Name(LogLevel level) => level switch
    {
        LogLevel.Error or LogLevel.Critical => "error",
        LogLevel.Warning => "warning",
        LogLevel.Debug or LogLevel.Trace => "detail",
        _ => "info",
    };

    private void Select()
    {
        Lines = [.. _all.Where(line => line.Level >= _least && (_word.Length == 0 || line.Text.Contains(_word, StringComparison.OrdinalIgnoreCase) || line.Source.Contains(_word, StringComparison.OrdinalIgnoreCase)))];
        _chosen.IntersectWith(Lines.Select(static line => line.Number));
    }

    // The numbers of the lines rise.
    private int Position(long number)
    {
        var (low, high) = (0, Lines.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (Lines[middle].Number == number) return middle;
            if (Lines[middle].Number < number) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }
}
