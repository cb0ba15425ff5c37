using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sealift.Core.Wire;

/// <summary>The replies in which servers tell checksums, read by their shape alone.</summary>
public static class HashReplyFormat
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\"'=:,;()<>[]");

    /// <summary>
    /// Reads a reply to HASH, "213 SHA-256 0-49 hex name" (draft-bryan-ftpext-hash-02 section 3.2), and the shorter forms of
    /// earlier drafts that leave out the name, the range or the algorithm. What is stated must be what was asked.
    /// </summary>
    /// <param name="reply">Any reply; only 2xx can succeed. The last line counts.</param>
    /// <param name="algorithm">The algorithm asked for.</param>
    /// <param name="path">The file asked for. A server may state it as another path, but not with another name.</param>
    /// <param name="range">The part asked for, which the reply must then state; <see langword="null"/> for the whole file.</param>
    /// <param name="checksum">The checksum when the result is <see langword="true"/>.</param>
    /// <remarks>
    /// The drafts call the end of the range its last byte; ProFTPD states the offset behind it. Both are understood. How long the
    /// whole file is cannot be known here; that its range begins at 0 is required.
    /// </remarks>
    public static bool TryParse(
        FtpReply reply, FtpHashAlgorithm algorithm, FtpPath path, FtpByteRange? range, [NotNullWhen(true)] out FtpChecksum? checksum)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(path);
        checksum = null;
        if (!reply.IsCompleted) return false;

        var rest = reply.Message.AsSpan().Trim();
        var word = Word(rest);
        if (FtpChecksum.TryParseAlgorithm(word, out var stated))
        {
            if (stated != algorithm) return false;
            Skip(ref rest, ref word);
        }

        var isRangeStated = TryParseRange(word, out var start, out var end);
        if (isRangeStated)
        {
            var isAsked = range is { } part ? start == part.Start && (end == part.End || end == part.End - 1) : start == 0;
            if (!isAsked) return false;
            Skip(ref rest, ref word);
        }

        if (range is not null && !isRangeStated) return false;
        if (!TryParseHex(word, algorithm, isShortAllowed: false, out var bytes)) return false;
        Skip(ref rest, ref word);
        if (!rest.IsEmpty && !IsNameOf(rest, path)) return false;
        checksum = new FtpChecksum(algorithm, bytes, range);
        return true;
    }

    /// <summary>
    /// Reads a reply to XCRC, XMD5, XSHA1, XSHA256, XSHA512, MD5 or MMD5. No document fixes it: servers say the checksum alone
    /// or with the name, in quotes or not, in either case, a CRC with "0x" or without its leading zeros.
    /// </summary>
    /// <param name="reply">Any reply; only 2xx can succeed. The last line counts.</param>
    /// <param name="algorithm">The algorithm asked for.</param>
    /// <param name="path">The file asked for; it is not mistaken for a checksum where its name looks like one.</param>
    /// <param name="range">The part asked for, for the result.</param>
    /// <param name="checksum">The checksum when the result is <see langword="true"/>: the reply holds exactly one.</param>
    public static bool TryParseExtended(
        FtpReply reply, FtpHashAlgorithm algorithm, FtpPath path, FtpByteRange? range, [NotNullWhen(true)] out FtpChecksum? checksum)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(path);
        checksum = null;
        if (!reply.IsCompleted) return false;

        // A file may have the name of a checksum; but then the name alone is the checksum.
        var found = FindOnly(WithoutName(reply.Message, path), algorithm, out var isAmbiguous)
            ?? (isAmbiguous ? null : FindOnly(reply.Message, algorithm, out _));
        if (found is null) return false;
        checksum = new FtpChecksum(algorithm, found, range);
        return true;
    }

    private static byte[]? FindOnly(string line, FtpHashAlgorithm algorithm, out bool isAmbiguous)
    {
        isAmbiguous = false;
        byte[]? found = null;

        // Whole ones first: "CRC32 of 10 bytes: A684C7C6" has one, though "10" could be a short CRC.
        foreach (var isShortAllowed in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var range in line.AsSpan().SplitAny(Separators))
            {
                if (!TryParseHex(line.AsSpan(range), algorithm, isShortAllowed, out var bytes)) continue;
                isAmbiguous |= found is not null;
                found = bytes;
            }

            if (found is not null) break;
        }

        return isAmbiguous ? null : found;
    }

    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> text)
    {
        var space = text.IndexOf(' ');
        return space < 0 ? text : text[..space];
    }

    private static void Skip(ref ReadOnlySpan<char> text, ref ReadOnlySpan<char> word)
    {
        text = text[word.Length..];
        if (text.StartsWith(' ')) text = text[1..];
        word = Word(text);
    }

    private static bool TryParseRange(ReadOnlySpan<char> word, out long start, out long end)
    {
        end = 0;
        start = 0;
        var dash = word.IndexOf('-');
        return dash > 0
            && long.TryParse(word[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out start)
            && long.TryParse(word[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out end);
    }

    private static bool TryParseHex(
        ReadOnlySpan<char> word, FtpHashAlgorithm algorithm, bool isShortAllowed, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        var length = 2 * FtpChecksum.LengthOf(algorithm);
        if (algorithm == FtpHashAlgorithm.Crc32 && word.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            word = word[2..];
            isShortAllowed = true;
        }

        var isLengthRight = word.Length == length
            || (isShortAllowed && algorithm == FtpHashAlgorithm.Crc32 && word.Length > 0 && word.Length < length);
        if (!isLengthRight || word.ContainsAnyExcept(Digits)) return false;
        bytes = Convert.FromHexString(word.ToString().PadLeft(length, '0'));
        return true;
    }

    private static bool IsNameOf(ReadOnlySpan<char> stated, FtpPath path)
    {
        if (IsNameAsStated(stated, path)) return true;
        return stated.Length > 1 && stated[0] == '"' && stated[^1] == '"' && IsNameAsStated(stated[1..^1], path);
    }

    private static bool IsNameAsStated(ReadOnlySpan<char> stated, FtpPath path) =>
        stated.SequenceEqual(path.ToString())
        || (stated.EndsWith(path.Name, StringComparison.Ordinal)
            && (stated.Length == path.Name.Length || stated[^(path.Name.Length + 1)] is '/' or '\\'));

    private static string WithoutName(string line, FtpPath path)
    {
        foreach (var name in (ReadOnlySpan<string>)[path.ToString(), path.Name])
        {
            if (name.Length == 0) continue;
            for (var at = line.IndexOf(name, StringComparison.Ordinal); at >= 0; at = line.IndexOf(name, at + 1, StringComparison.Ordinal))
            {
                var end = at + name.Length;
                var isWord = (at == 0 || Separators.Contains(line[at - 1])) && (end == line.Length || Separators.Contains(line[end]));
                if (isWord) return string.Concat(line.AsSpan(0, at), " ", line.AsSpan(end));
            }
        }

        return line;
    }
}
