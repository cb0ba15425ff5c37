using System.Buffers.Binary;

namespace Sealift.Tls;

/// <summary>Takes numbers and vectors (RFC 8446 section 3) off the front of a span; false where the bytes run out.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>What has not been taken yet.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = bytes;

    public readonly bool IsAtEnd => Rest.IsEmpty;

    public bool TrySkip(int count) => TryRead(count, out _);

    public bool TryRead(int count, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (Rest.Length < count) return false;
        value = Rest[..count];
        Rest = Rest[count..];
        return true;
    }

    public bool TryReadByte(out byte value)
    {
        var read = TryRead(1, out var bytes);
        value = read ? bytes[0] : (byte)0;
        return read;
    }

    public bool TryReadUInt16(out ushort value)
    {
        var read = TryRead(2, out var bytes);
        value = read ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;
        return read;
    }

    /// <summary>Takes a vector whose length is one byte.</summary>
    public bool TryReadVector8(out WireReader vector)
    {
        vector = default;
        if (!TryReadByte(out var length) || !TryRead(length, out var bytes)) return false;
        vector = new WireReader(bytes);
        return true;
    }

    /// <summary>Takes a vector whose length is three bytes.</summary>
    public bool TryReadVector24(out WireReader vector)
    {
        vector = default;
        if (!TryRead(3, out var length) || !TryRead((length[0] << 16) | (length[1] << 8) | length[2], out var bytes)) return false;
        vector = new WireReader(bytes);
        return true;
    }

    /// <summary>Takes a vector whose length is two bytes.</summary>
    public bool TryReadVector16(out WireReader vector)
    {
        vector = default;
        if (!TryReadUInt16(out var length) || !TryRead(length, out var bytes)) return false;
        vector = new WireReader(bytes);
        return true;
    }
}
