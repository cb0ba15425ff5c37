using System.Net;

namespace Sealift.Server.Access;

/// <summary>Counts sessions, in all and by address, before anything is spent on them.</summary>
internal sealed class SessionGate(int max, int maxPerAddress)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private int _count;

    public int Count
    {
        get
        {
            lock (_lock) return _count;
        }
    }

    /// <summary>Takes a place, or returns false where there is none left.</summary>
    public bool TryEnter(IPAddress address)
    {
        address = ClientAddress.CountedAs(address);
        lock (_lock)
        {
            var here = _perAddress.GetValueOrDefault(address);
            if (_count >= max || here >= maxPerAddress) return false;
            _count++;
            _perAddress[address] = here + 1;
            return true;
        }
    }

    public void Leave(IPAddress address)
    {
        address = ClientAddress.CountedAs(address);
        lock (_lock)
        {
            _count--;
            var left = _perAddress[address] - 1;
            if (left == 0) _perAddress.Remove(address);
            else _perAddress[address] = left;
        }
    }
}
