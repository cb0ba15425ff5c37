namespace Sealift.App.Files.Panes;

/// <summary>Finds a line by the letters that are typed one after the other.</summary>
/// <param name="time">The clock: after a pause the letters begin anew.</param>
public sealed class TypeAhead(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private string _typed = "";
    private DateTimeOffset _last;

    /// <summary>The line that what was typed leads to; null where there is none.</summary>
    /// <param name="letter">The next letter.</param>
    /// <param name="view">The lines.</param>
    /// <param name="cursor">Where the cursor is. The same letter again goes on to the next line that begins with it.</param>
    public int? Find(string letter, IReadOnlyList<PaneItem> view, int cursor)
    {
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentNullException.ThrowIfNull(view);
        var now = time.GetUtcNow();
        _typed = now - _last > Pause ? letter : _typed + letter;
        _last = now;
        var isRepeated = _typed.Length > 1 && _typed.AsSpan().Trim(_typed[0]).IsEmpty;
        var prefix = isRepeated ? _typed[..1] : _typed;
        var start = _typed.Length == 1 || isRepeated ? cursor + 1 : Math.Max(cursor, 0);
        for (var i = 0; i < view.Count; i++)
        {
            var index = (start + i) % view.Count;
            if (view[index].Entry.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return index;
        }

        return null;
    }
}
