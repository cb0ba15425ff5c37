namespace Sealift.Server.Sessions;

/// <summary>A command is refused; carries the reply. The session goes on.</summary>
internal sealed class CommandRefusedException(int code, string text) : Exception(text)
{
    public int Code { get; } = code;
}
