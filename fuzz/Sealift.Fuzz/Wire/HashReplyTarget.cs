using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Fuzz.Wire;

/// <summary>Checksums and times in replies: HASH, XCRC and its like, MDTM.</summary>
internal sealed class HashReplyTarget : FuzzTarget
{
    private static readonly FtpPath File = FtpPath.Parse("/a/b c.txt");

    public override string Name => "hash";

    public override IReadOnlyList<string> Words =>
        ["SHA-256", "SHA-1", "MD5", "CRC32", "0-49", "0-0", "d41d8cd98f00b204e9800998ecf8427e", "A684C7C6", "0x1", "b c.txt", "\"/a/b c.txt\"", " ", "20200102030405", "20200102030405.678", "19100", "-"];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var text = FtpTextEncoding.Utf8.Decode(input);
        var line = text.Replace('\n', ' ').Replace('\r', ' ').Replace('\0', ' ');
        foreach (var algorithm in Enum.GetValues<FtpHashAlgorithm>())
        {
            foreach (var range in (FtpByteRange?[])[null, new FtpByteRange(0, 50)])
            {
                if (HashReplyFormat.TryParse(new FtpReply(213, line), algorithm, File, range, out var stated)) Check(stated, algorithm, range);
                if (HashReplyFormat.TryParseExtended(new FtpReply(250, line), algorithm, File, range, out var extended)) Check(extended, algorithm, range);
                Claim.Holds(!HashReplyFormat.TryParseExtended(new FtpReply(550, line), algorithm, File, range, out _));
            }
        }

        if (FtpTimestamp.TryParse(text, out var time)) Claim.Holds(time.IsUtc && FtpTimestamp.TryParse(time.Format(), out var again) && again == time);
    }

    private static void Check(FtpChecksum checksum, FtpHashAlgorithm algorithm, FtpByteRange? range) =>
        Claim.Holds(checksum.Algorithm == algorithm && checksum.Range == range && checksum.Bytes.Length == FtpChecksum.LengthOf(algorithm));
}
