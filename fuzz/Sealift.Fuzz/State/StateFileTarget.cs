using System.Buffers.Binary;
using Sealift.Transfer.State;

namespace Sealift.Fuzz.State;

/// <summary>
/// Damaged state files: whatever is in one, it is left as it is, or kept under another name while what is good in it goes on. The input is a file; or
/// "P", a length (2 bytes, 0 for all) and changes of a good file, each an offset (3 bytes) and what its byte is xored with.
/// </summary>
internal sealed class StateFileTarget : FuzzTarget
{
    public override string Name => "state";

    public override IReadOnlyList<string> Words => ["P\0\0", "SQLite format 3\0", "SLFT", "\uDCFF", "\0\0\u0010", "\0\0d", "\u0001", "CREATE TABLE "];

    // A change of four bytes stands for a file of tens of thousands.
    public override int MemoryPerByte => 1_000_000;

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        var content = input[0] == 'P' && input.Length >= 3 ? Changed(input[1..]) : input.ToArray();
        using var place = new StatePlace();
        place.Write(content);
        try
        {
            if (Completed.Wait(place.UseAsync()) is { } recovery) Claim.Holds(File.ReadAllBytes(recovery.KeptAs).AsSpan().SequenceEqual(content));
        }
        catch (StateException e)
        {
            Claim.Holds(e.Failure == StateFailure.NotOurs && e.Hint is { Length: > 0 });
            Claim.Holds(File.ReadAllBytes(place.File).AsSpan().SequenceEqual(content));
        }
    }

    private static byte[] Changed(ReadOnlySpan<byte> changes)
    {
        var content = StatePlace.Good.ToArray();
        var length = BinaryPrimitives.ReadUInt16BigEndian(changes);
        for (changes = changes[2..]; changes.Length >= 4; changes = changes[4..])
            content[((changes[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(changes[1..])) % content.Length] ^= changes[3];
        return length == 0 ? content : content[..Math.Min(length, content.Length)];
    }
}
