using Sealift.Core.Wire;

namespace Sealift.Server.Sessions;

/// <summary>One line of the control connection, or its end.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Command">The command, exactly when it is one.</param>
internal readonly record struct ControlLine(ControlLineKind Kind, FtpCommand? Command = null);
