namespace Sealift.TestKit.Conversations;

/// <summary>One line of a conversation.</summary>
/// <param name="Number">Where it stands in its file, from 1 on.</param>
/// <param name="Side">Whose it is.</param>
/// <param name="Kind">What it is: <c>:</c> a line on the control connection, <c>&gt;</c> a line on the data connection, <c>!</c> something that is done.</param>
/// <param name="Text">The line, or what is done.</param>
public sealed record ConversationStep(int Number, ConversationSide Side, char Kind, string Text)
{
    public override string ToString() => Side switch
    {
        ConversationSide.Both => $"= {Text}",
        ConversationSide.Server => $"S{Kind} {Text}",
        _ => $"C{Kind} {Text}",
    };
}
