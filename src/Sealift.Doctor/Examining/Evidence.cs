using System.Globalization;
using Sealift.Core.Wire;

namespace Sealift.Doctor.Examining;

/// <summary>How what was heard becomes a line of evidence.</summary>
internal static class Evidence
{
    private const int MaxLength = 200;

    /// <summary>A command and its reply; the last line of a long one.</summary>
    public static string Of(FtpCommand command, FtpReply reply) => $"{command} → {Of(reply)}";

    /// <summary>A reply: its code and its last line.</summary>
    public static string Of(FtpReply reply) =>
        Short(string.Create(CultureInfo.InvariantCulture, $"{reply.Code}{(reply.Lines.Count > 1 ? $" ({reply.Lines.Count} lines)" : "")} {reply.Message}"));

    /// <summary>A text that stays readable however long it is.</summary>
    public static string Short(string text) => text.Length <= MaxLength ? text : $"{text[..MaxLength]}… ({text.Length} characters)";

    /// <summary>A time for people: 0.8 ms, 45 ms, 1.2 s.</summary>
    public static string Time(TimeSpan time) => time.TotalMilliseconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
    };
}
