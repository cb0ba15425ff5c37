using Sealift.Core.Wire;

namespace Sealift.Client.Control;

/// <summary>Text of the options that some command will carry: refused where it is given, before a connection is made for it.</summary>
internal static class CommandText
{
    /// <summary>The text itself.</summary>
    /// <exception cref="ArgumentException">It has a control character or half of a surrogate pair.</exception>
    public static string? Check(string? text)
    {
        if (text is not null) _ = new FtpCommand("OPTS", text);
        return text;
    }

    /// <summary>The texts themselves.</summary>
    /// <exception cref="ArgumentException">One has a control character or half of a surrogate pair.</exception>
    public static IReadOnlyCollection<string>? Check(IReadOnlyCollection<string>? texts)
    {
        foreach (var text in texts ?? []) Check(text);
        return texts;
    }
}
