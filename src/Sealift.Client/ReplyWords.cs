using System.Globalization;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client;

/// <summary>A reply as a part of a sentence.</summary>
internal static class ReplyWords
{
    /// <summary>Its code and its lines, with a stroke between them, and nothing that acts on a terminal.</summary>
    public static string Of(FtpReply? reply) => reply is null ? "" : TerminalText.Escape(string.Create(
        CultureInfo.InvariantCulture,
        $"{reply.Code} {string.Join(" / ", reply.Lines.Select(static line => line.Trim()).Where(static line => line.Length > 0))}").TrimEnd());
}
