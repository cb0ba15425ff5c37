using System.Buffers;
using System.Text;
using Sealift.Core.Wire;

namespace Sealift.Fuzz.Wire;

/// <summary>The reader of commands: no line throws, pieces make no difference, and what was read is written and read again as it was.</summary>
internal sealed class CommandTarget : FuzzTarget
{
    public override string Name => "command";

    public override IReadOnlyList<string> Words =>
        ["USER anna", "PASS s", "RETR ", "STOR ../x", "SITE PSWD a b", "ABOR", "AUTH TLS", "\r\n", "\n", " ", "\uDCFF\uDCF4\uDCFF\uDCF2", "\uDCFF\uDCFF", "\uDCFF\uDCFA", "\u00E9", "\x7F", "\0", "PORT 1,2,3,4,5,6"];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        var whole = ReadAll(bytes, bytes.Length, bytes.Length);
        var step = bytes.Length <= 4096 ? 1 : 997;
        Claim.Holds(whole.SequenceEqual(ReadAll(bytes, step, bytes.Length)));
        Claim.Holds(whole.SequenceEqual(ReadAll(bytes, bytes.Length, 3)));
    }

    private static List<string> ReadAll(byte[] bytes, int step, int segment)
    {
        var reader = new CommandReader();
        var read = new List<string>();
        var start = 0;
        for (var end = Math.Min(step, bytes.Length); ; end = Math.Min(end + step, bytes.Length))
        {
            var offered = bytes.AsMemory(start..end);
            var buffer = Pieces.Of(offered, Math.Max(1, segment));
            while (reader.TryRead(ref buffer, out var command) is var status && status != CommandReadStatus.NeedMore)
            {
                Claim.Holds(command is not null == (status == CommandReadStatus.Command));
                read.Add($"{status} {command?.Verb} {command?.Argument}");
                if (command is not null) WriteAndRead(command);
            }

            // Bounded memory: what waits for its end is a line that is not too long yet.
            Claim.Holds(buffer.Length <= 4097);
            start += offered.Length - (int)buffer.Length;
            if (end == bytes.Length) return read;
        }
    }

    private static void WriteAndRead(FtpCommand command)
    {
        Claim.Holds(command.Argument is null || command.Argument.All(static c => c is >= ' ' and not '\x7F'));
        Claim.Holds(!command.IsSecret || command.ToString().EndsWith(command.Argument is null ? command.Verb : "***", StringComparison.Ordinal));
        var output = new ArrayBufferWriter<byte>();
        command.WriteTo(output, Encoding.UTF8);
        Claim.Holds(output.WrittenSpan.EndsWith("\r\n"u8) && !output.WrittenSpan[..^2].ContainsAnyInRange((byte)0, (byte)0x1F));
        var buffer = new ReadOnlySequence<byte>(output.WrittenMemory);
        Claim.Holds(new CommandReader(output.WrittenCount).TryRead(ref buffer, out var again) == CommandReadStatus.Command && buffer.IsEmpty);
        Claim.Same(command.Verb, again!.Verb);
        Claim.Same(command.Argument, again.Argument);
    }
}
