namespace Sealift.App.Live;

/// <summary>Something that changes while people look at it.</summary>
public interface ILiveSource
{
    /// <summary>It has changed; raised from any thread, as often as it changes.</summary>
    event Action? Changed;
}
