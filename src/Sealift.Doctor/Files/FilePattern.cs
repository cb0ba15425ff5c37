namespace Sealift.Doctor.Files;

/// <summary>Contents of files that show what was done to them.</summary>
internal static class FilePattern
{
    /// <summary>Every byte, each place told from others, and CR, LF and CR LF among them.</summary>
    public static byte[] Make(int size)
    {
        var content = new byte[size];
        for (var i = 0; i < size; i++)
        {
            content[i] = (i % 16) switch
            {
                3 => (byte)'\n',
                7 => (byte)'\r',
                8 => (byte)'\n',
                12 => (byte)'\r',
                _ => (byte)(i ^ (i >> 8)),
            };
        }

        return content;
    }
}
