using Sealift.Core.Wire;

namespace Sealift.Client;

/// <summary>One way to set a file's time.</summary>
/// <param name="Name">What it is remembered by.</param>
/// <param name="Command">The command.</param>
/// <param name="Time">The time, as the command writes it.</param>
internal readonly record struct TimeWay(string Name, FtpCommand Command, string Time);
