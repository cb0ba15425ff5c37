using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;

namespace Sealift.Transfer.Tests.Running;

/// <summary>Decides by a seed alone, so that a failing case can be repeated, whatever order its threads ran in.</summary>
internal sealed class Dice(uint seed)
{
    private readonly Lock _gate = new();
    private uint _state = seed | 1;

    public int Left { get; set; }

    public Exception? Throw(FtpPath path, bool onlyLost = false)
    {
        lock (_gate)
        {
            if (Left == 0 || Next(12) != 0) return null;
            Left--;
            return Next(onlyLost ? 1 : 6) switch
            {
                1 => new FileStoreException(FileStoreError.NoSpace, path),
                2 => new FileStoreException(FileStoreError.NotPermitted, path),
                _ => new FtpConnectionException(FtpConnectionFailure.Closed, "The connection broke."),
            };
        }
    }

    /// <summary>Whether something of this chance happens now; it is no fault and takes none.</summary>
    public bool Happens(int sides)
    {
        lock (_gate) return Left > 0 && Next(sides) == 0;
    }

    // xorshift32 (Marsaglia).
    private int Next(int sides)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)sides);
    }
}
