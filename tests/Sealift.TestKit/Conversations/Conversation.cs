namespace Sealift.TestKit.Conversations;

/// <summary>
/// What a server and a client say to each other, as a file that people write and read. A <see cref="ConversationPeer"/> plays either side of it, and writes
/// down what really was said in the same form.
/// </summary>
/// <remarks>
/// A line each: <c>S: 220 Hello.</c> and <c>C: AUTH TLS</c> are said on the control connection; <c>C: USER *</c> stands for anything that begins so. <c>S&gt; text</c>
/// is a line on the data connection. <c>= tls</c>: both shake hands; <c>= data</c>: the data connection is made, with TLS where there is TLS by then. <c>{data}</c> in a
/// reply is the data port. <c>S! …</c> is something that a side does: <c>part TEXT</c> (no line end), <c>clear TEXT</c> (a line in clear text, below TLS), <c>raw HEX</c>
/// (bytes, below TLS), <c>alert N</c> (a fatal alert in clear text), <c>notify</c> (close_notify), <c>close</c> (close_notify and the end of TCP), <c>cut</c> (the end of
/// TCP alone), <c>end</c> (as close; of the other side: whatever it still says, and its end), <c>reset</c>, <c>silence</c> (nothing more, for as long as the other side stays), <c>data-close</c>, <c>data-cut</c>. <c>#</c> begins a comment.
/// </remarks>
public sealed class Conversation
{
    private static readonly string[] Deeds = ["part", "clear", "raw", "alert", "notify", "close", "end", "cut", "reset", "silence", "data-close", "data-cut"];

    private Conversation(IReadOnlyList<ConversationStep> steps) => Steps = steps;

    public IReadOnlyList<ConversationStep> Steps { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">A line is none; it says which.</exception>
    public static Conversation Load(string path) => Parse(File.ReadAllText(path));

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="FormatException">A line is none; it says which.</exception>
    public static Conversation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<ConversationStep> steps = [];
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string trimmed = line.TrimEnd('\r');
            if (trimmed.Length == 0 || trimmed[0] == '#')
                continue;
            steps.Add(Read(trimmed, number));
        }

        return new Conversation(steps);
    }

    public override string ToString() => string.Concat(Steps.Select(static step => step + "\n"));

    private static ConversationStep Read(string line, int number)
    {
        if (line is "= tls" or "= data")
            return new ConversationStep(number, ConversationSide.Both, '=', line[2..]);
        if (line.Length < 2 || line[0] is not ('S' or 'C') || line[1] is not (':' or '>' or '!') || (line.Length > 2 && line[2] != ' '))
            throw new FormatException($"Line {number} is no line of a conversation: {line}");
        string text = line.Length > 2 ? line[3..] : "";
        if (line[1] == '!' && !Deeds.Contains(text.Split(' ', 2)[0], StringComparer.Ordinal))
            throw new FormatException($"Line {number}: nobody can do \"{text}\".");
        return new ConversationStep(number, line[0] == 'S' ? ConversationSide.Server : ConversationSide.Client, line[1], text);
    }
}
