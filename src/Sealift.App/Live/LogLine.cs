namespace Sealift.App.Live;

/// <summary>One event of the log.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Time">When.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Source">What it is about: a server, the queue, the app.</param>
/// <param name="Text">What happened; one line, as it was said, to be shown as text.</param>
public sealed record LogLine(long Number, DateTimeOffset Time, LogLevel Level, string Source, string Text);
