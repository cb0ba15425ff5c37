namespace Sealift.Server.Data;

/// <summary>
/// An upload of text (RFC 959 section 3.1.1.1): the CR LF at the end of each line becomes a LF. A CR alone stays, and so does a LF
/// alone. Where lines end in CR LF anyway nothing changes. Read into two bytes at least.
/// </summary>
internal sealed class TextReadStream(Stream connection) : DataStream
{
    private static readonly bool IsOwnForm = Environment.NewLine == "\r\n";

    private bool _isHoldingBack;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsOwnForm) return await connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            // What was held back needs room before what follows it.
            var start = _isHoldingBack ? 1 : 0;
            var count = await connection.ReadAsync(buffer[start..], cancellationToken).ConfigureAwait(false);
            if (_isHoldingBack) buffer.Span[0] = (byte)'\r';
            _isHoldingBack = false;
            if (count == 0) return start;
            count = Convert(buffer.Span[..(start + count)]);
            if (count > 0) return count;
        }
    }

    // A CR at the end waits for what follows it, be it in the next block.
    private int Convert(Span<byte> text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == (byte)'\r')
            {
                if (i == text.Length - 1)
                {
                    _isHoldingBack = true;
                    break;
                }

                if (text[i + 1] == (byte)'\n') continue;
            }

            text[count++] = text[i];
        }

        return count;
    }
}
