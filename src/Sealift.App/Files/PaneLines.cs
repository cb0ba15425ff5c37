using System.Collections;
using Sealift.App.Files.Panes;

namespace Sealift.App.Files;

/// <summary>The lines of a pane with their places, made as they are drawn: a list of 100,000 is not copied.</summary>
/// <param name="view">The lines.</param>
internal sealed class PaneLines(IReadOnlyList<PaneItem> view) : IList<PaneLine>
{
    public int Count => view.Count;

    public bool IsReadOnly => true;

    public PaneLine this[int index]
    {
        get => new(index, view[index]);
        set => throw new NotSupportedException();
    }

    public IEnumerator<PaneLine> GetEnumerator()
    {
        for (var i = 0; i < view.Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public int IndexOf(PaneLine item) => item.Index < view.Count && ReferenceEquals(view[item.Index], item.Item) ? item.Index : -1;

    public bool Contains(PaneLine item) => IndexOf(item) >= 0;

    public void CopyTo(PaneLine[] array, int arrayIndex)
    {
        foreach (var line in this) array[arrayIndex++] = line;
    }

    public void Add(PaneLine item) => throw new NotSupportedException();

    public void Clear() => throw new NotSupportedException();

    public void Insert(int index, PaneLine item) => throw new NotSupportedException();

    public bool Remove(PaneLine item) => throw new NotSupportedException();

    public void RemoveAt(int index) => throw new NotSupportedException();
}
