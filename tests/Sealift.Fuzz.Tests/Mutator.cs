namespace Sealift.Fuzz.Tests;

/// <summary>Makes inputs out of others: the same ones always, for the same seed.</summary>
internal sealed class Mutator(ulong seed, IReadOnlyList<byte[]> inputs, IReadOnlyList<string> words)
{
    private const int MaxLength = 8192;

    private static readonly byte[] Interesting = [0, 1, 9, 10, 13, 32, 34, 37, 45, 46, 47, 48, 57, 58, 59, 61, 92, 127, 128, 194, 224, 239, 240, 255];

    private ulong _state = seed;

    /// <summary>The next input: one of the given ones, changed at one to eight places.</summary>
    public byte[] Next()
    {
        var input = inputs[Number(inputs.Count)].ToList();
        for (var changes = 1 + Number(8); changes > 0; changes--) Change(input);
        if (input.Count > MaxLength) input.RemoveRange(MaxLength, input.Count - MaxLength);
        return [.. input];
    }

    private void Change(List<byte> input)
    {
        var at = Number(input.Count + 1);
        var length = Math.Min(1 + Number(32), input.Count - at);
        switch (Number(9))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << Number(8));
                break;
            case 1 when at < input.Count:
                input[at] = Interesting[Number(Interesting.Length)];
                break;
            case 2:
                input.Insert(at, Interesting[Number(Interesting.Length)]);
                break;
            case 3 when length > 0:
                input.RemoveRange(at, length);
                break;
            case 4 when length > 0:
                var part = input.GetRange(at, length);
                for (var times = 1 + Number(40); times > 0; times--) input.InsertRange(at, part);
                break;
            case 5:
                input.RemoveRange(at, input.Count - at);
                break;
            case 6:
                var other = inputs[Number(inputs.Count)];
                var from = Number(other.Length + 1);
                input.InsertRange(at, other[from..Math.Min(other.Length, from + 1 + Number(200))]);
                break;
            default:
                if (words.Count > 0) input.InsertRange(at, FuzzText.Bytes(words[Number(words.Count)]));
                break;
        }
    }

    // SplitMix64.
    private int Number(int below)
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)below);
    }
}
