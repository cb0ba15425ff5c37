namespace Sealift.Core.Wire;

/// <summary>Removes what Telnet adds to a line (RFC 854): commands, negotiations and the doubling of 0xFF.</summary>
internal static class TelnetText
{
    private const byte Iac = 255;
    private const byte Sb = 250;
    private const byte Se = 240;

    /// <summary>Works in place and returns the length that is left.</summary>
    public static int Strip(Span<byte> line)
    {
        var first = line.IndexOf(Iac);
        if (first < 0)
            return line.Length;
        var kept = first;
        var i = first;
        while (i < line.Length)
        {
            // A single 0xFF before anything that is no Telnet command is data: some servers do not double it.
            if (line[i] != Iac || i + 1 >= line.Length || line[i + 1] < Se)
            {
                line[kept++] = line[i++];
                continue;
            }

            switch (line[i + 1])
            {
                case Iac:
                    line[kept++] = Iac;
                    i += 2;
                    break;
                case Sb:
                    var end = line[i..].IndexOf([Iac, Se]);
                    i = end < 0 ? line.Length : i + end + 2;
                    break;
                case > Sb:
                    i += 3;
                    break;
                default:
                    i += 2;
                    break;
            }
        }

        return kept;
    }
}
