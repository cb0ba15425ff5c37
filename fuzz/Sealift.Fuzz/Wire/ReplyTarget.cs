using System.Buffers;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Fuzz.Wire;

/// <summary>The reader of replies: whole, byte by byte and in segments it reads the same, and it reads what was written.</summary>
internal sealed class ReplyTarget : FuzzTarget
{
    public override string Name => "reply";

    public override IReadOnlyList<string> Words =>
        ["220 ", "220-", "221", "226 ", "150 ", "\r\n", "\n", "\r", " ", "-", "\uDCFF\uDCFF", "\uDCFF\uDCFA", "\uDCFF\uDCF0", "\uDCFF\uDCFB", "234 AUTH TLS ok", "777 x", "\0"];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        var whole = ReadAll(bytes, bytes.Length, bytes.Length, out var ending);

        // A step of one byte looks at a line again for each of its bytes: only short inputs go so.
        var step = bytes.Length <= 4096 ? 1 : 997;
        Claim.Holds(whole.SequenceEqual(ReadAll(bytes, step, bytes.Length, out var again), SameReply.Instance) && again == ending);
        Claim.Holds(whole.SequenceEqual(ReadAll(bytes, bytes.Length, 3, out again), SameReply.Instance) && again == ending);
        foreach (var reply in whole) WriteAndRead(reply);
    }

    // The ending: null when more bytes are awaited, else how the grammar was broken.
    private static List<FtpReply> ReadAll(byte[] bytes, int step, int segment, out FtpProtocolFailure? ending)
    {
        var reader = new ReplyReader();
        var replies = new List<FtpReply>();
        var start = 0;
        ending = null;
        try
        {
            for (var end = Math.Min(step, bytes.Length); ; end = Math.Min(end + step, bytes.Length))
            {
                var offered = bytes.AsMemory(start..end);
                var buffer = Pieces.Of(offered, Math.Max(1, segment));
                while (reader.TryRead(ref buffer, out var reply))
                {
                    Claim.Holds(reply.Code is >= 100 and <= 599 && reply.Lines.Count > 0);
                    Claim.Holds(reply.Lines.All(static line => !line.AsSpan().ContainsAny('\n', '\0')));
                    replies.Add(reply);
                }

                start += offered.Length - (int)buffer.Length;
                if (end == bytes.Length) return replies;
            }
        }
        catch (FtpProtocolException e)
        {
            ending = e.Failure;
            return replies;
        }
    }

    private static void WriteAndRead(FtpReply reply)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            reply.WriteTo(output, FtpTextEncoding.Utf8);
        }
        catch (InvalidOperationException)
        {
            // A CR within a line can be read and not be written.
            Claim.Holds(output.WrittenCount == 0 && reply.Lines.Any(static line => line.Contains('\r')));
            return;
        }

        // Doubled and padded it may be over the limit that it came under.
        var reader = new ReplyReader(new FtpReplyLimits { MaxLineBytes = 32_768, MaxReplyBytes = 262_144 });
        var buffer = new ReadOnlySequence<byte>(output.WrittenMemory);
        Claim.Holds(reader.TryRead(ref buffer, out var again) && buffer.IsEmpty);
        Claim.Holds(again.Code == reply.Code && again.Lines.Count == reply.Lines.Count);
        for (var i = 0; i < again.Lines.Count; i++)
        {
            // RFC 959 section 4.2: an inner line that begins with digits is padded.
            var isPadded = i > 0 && i < again.Lines.Count - 1 && reply.Lines[i].Length > 0 && char.IsAsciiDigit(reply.Lines[i][0]);
            Claim.Same(isPadded ? " " + reply.Lines[i] : reply.Lines[i], again.Lines[i]);
        }
    }

    private sealed class SameReply : IEqualityComparer<FtpReply>
    {
        public static SameReply Instance { get; } = new();

        public bool Equals(FtpReply? x, FtpReply? y) => x!.Code == y!.Code && x.Lines.SequenceEqual(y.Lines, StringComparer.Ordinal);

        public int GetHashCode(FtpReply reply) => reply.Code;
    }
}
