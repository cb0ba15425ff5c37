using Sealift.App.Shell;
using Sealift.Sites;

namespace Sealift.App.Start;

/// <summary>Whether the page of the first minutes is shown by itself: once a run, to somebody who has saved no site.</summary>
internal sealed class FirstRun(Preferences preferences)
{
    private int _isOver;

    /// <summary>Whether it is shown now.</summary>
    public bool IsDue => Volatile.Read(ref _isOver) == 0 && preferences.Values.ShowsStart && HasNoSites();

    /// <summary>It was shown, or something else was done.</summary>
    public void End() => Volatile.Write(ref _isOver, 1);

    // Sites that cannot be read are sites; their view says what is wrong.
    private static bool HasNoSites()
    {
        try
        {
            return !new SiteStore(SiteStore.DefaultPath).Read().Sites.Any();
        }
        catch (SiteException)
        {
            return false;
        }
    }
}
