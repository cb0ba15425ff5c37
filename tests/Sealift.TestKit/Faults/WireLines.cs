using System.Text;

namespace Sealift.TestKit.Faults;

/// <summary>Reads lines of a stream, without their ends.</summary>
/// <param name="stream">The stream, which stays the caller's.</param>
/// <param name="ahead">How many bytes may be taken from the stream at once; more than 1 may take what belongs to somebody else.</param>
internal sealed class WireLines(Stream stream, int ahead = 4096) : IDisposable
{
    private readonly MemoryStream _line = new();
    private readonly byte[] _buffer = new byte[ahead];
    private int _next;
    private int _end;

    /// <summary>The next line; null at the end.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        _line.SetLength(0);
        while (true)
        {
            if (_next == _end)
            {
                _next = 0;
                _end = await stream.ReadAsync(_buffer, cancellationToken);
                if (_end == 0)
                    return null;
            }

            byte one = _buffer[_next++];
            if (one == '\n')
                return Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length).TrimEnd('\r');
            _line.WriteByte(one);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();
}
