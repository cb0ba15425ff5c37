using System.Buffers;
using System.Text;

namespace Sealift.Server.Data;

/// <summary>Writes the lines of a listing to a data connection, UTF-8 with CRLF, gathered into large writes.</summary>
internal sealed class ListingWriter(Stream connection, ProgressWatch watch)
{
    private const int WriteSize = 32 * 1024;

    private readonly ArrayBufferWriter<byte> _lines = new(1024);

    public async ValueTask WriteAsync(string line)
    {
        Encoding.UTF8.GetBytes(line, _lines);
        _lines.Write("\r\n"u8);
        if (_lines.WrittenCount >= WriteSize) await FlushAsync().ConfigureAwait(false);
    }

    public async ValueTask FlushAsync()
    {
        if (_lines.WrittenCount == 0) return;
        var since = watch.Now;
        await connection.WriteAsync(_lines.WrittenMemory, watch.Token).ConfigureAwait(false);
        watch.Advance(_lines.WrittenCount, since);
        _lines.ResetWrittenCount();
    }
}
