using Sealift.Core;

namespace Sealift.Server.Events;

/// <summary>A command of a logged-in user that reads or changes a file was refused before anything happened.</summary>
/// <param name="Verb">The command.</param>
/// <param name="Path">What it was about; null where it was no path.</param>
/// <param name="Code">The reply's code.</param>
/// <param name="Text">The reply's text.</param>
public sealed record CommandRefused(string Verb, FtpPath? Path, int Code, string Text) : FtpSessionEvent;
