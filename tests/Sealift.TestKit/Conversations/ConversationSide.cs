namespace Sealift.TestKit.Conversations;

/// <summary>Who does something in a conversation.</summary>
public enum ConversationSide
{
    /// <summary>The server, <c>S</c> in a file.</summary>
    Server,

    /// <summary>The client, <c>C</c> in a file.</summary>
    Client,

    /// <summary>Both, <c>=</c> in a file.</summary>
    Both,
}
