using System.Buffers;
using System.Buffers.Binary;

namespace Sealift.Tls.Platform;

/// <summary>
/// Follows the records of one direction as they pass in pieces of any size, and hands out the handshake messages and alerts
/// that are in clear text.
/// </summary>
internal sealed class RecordScanner
{
    private const int HeaderLength = 5;
    private const int HandshakeHeaderLength = 4;

    // A certificate chain may be long, but what is larger than this is nobody's chain; it is followed, not collected.
    private const int MaxHandshakeLength = 256 * 1024;

    private readonly byte[] _header = new byte[HeaderLength];
    private readonly ArrayBufferWriter<byte> _handshake = new();
    private int _headerFilled;
    private int _bodyLeft;
    private bool _isOpaque;

    /// <summary>Gets whole handshake messages.</summary>
    public required Action<ReadOnlySpan<byte>> OnHandshake { get; init; }

    /// <summary>Gets the level and description of alerts.</summary>
    public required Action<byte, byte> OnAlert { get; init; }

    /// <summary>Told of a change of cipher; true if the records after it are encrypted.</summary>
    public required Func<bool> OnChangeCipherSpec { get; init; }

    /// <summary>How many bytes are certain to belong to the current record: of its header or of its body.</summary>
    public int Remaining => _headerFilled < HeaderLength ? HeaderLength - _headerFilled : _bodyLeft;

    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(Remaining, bytes.Length);
            var piece = bytes[..count];
            bytes = bytes[count..];
            if (_headerFilled < HeaderLength) TakeHeader(piece);
            else TakeBody(piece);
        }
    }

    // RFC 8446 section 5.1: type, version, length.
    private void TakeHeader(ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(_header.AsSpan(_headerFilled));
        _headerFilled += piece.Length;
        if (_headerFilled < HeaderLength) return;
        _bodyLeft = BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(3));
        if (_bodyLeft == 0) _headerFilled = 0;
    }

    private void TakeBody(ReadOnlySpan<byte> piece)
    {
        var isWhole = piece.Length == _bodyLeft && _bodyLeft == BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(3));
        _bodyLeft -= piece.Length;
        if (_bodyLeft == 0) _headerFilled = 0;
        if (_isOpaque) return;

        switch ((ContentType)_header[0])
        {
            case ContentType.Handshake:
                Collect(piece);
                break;
            case ContentType.Alert when isWhole && piece.Length == 2:
                OnAlert(piece[0], piece[1]);
                break;
            case ContentType.ChangeCipherSpec:
                _isOpaque = OnChangeCipherSpec();
                break;
        }
    }

    private void Collect(ReadOnlySpan<byte> piece)
    {
        _handshake.Write(piece);
        var collected = _handshake.WrittenSpan;
        while (collected.Length >= HandshakeHeaderLength)
        {
            var length = HandshakeHeaderLength + ((collected[1] << 16) | (collected[2] << 8) | collected[3]);
            _isOpaque |= length > MaxHandshakeLength;
            if (_isOpaque || collected.Length < length) break;
            OnHandshake(collected[..length]);
            collected = collected[length..];
        }

        var rest = collected.ToArray();
        _handshake.ResetWrittenCount();
        if (!_isOpaque) _handshake.Write(rest);
    }

    private enum ContentType : byte
    {
        ChangeCipherSpec = 20,
        Alert = 21,
        Handshake = 22,
    }
}
