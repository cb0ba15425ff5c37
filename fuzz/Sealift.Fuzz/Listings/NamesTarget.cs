using Sealift.Core;
using Sealift.Core.Listings;

namespace Sealift.Fuzz.Listings;

/// <summary>NLST: a name a line, perhaps with the directory before it.</summary>
internal sealed class NamesTarget : FuzzTarget
{
    public override string Name => "nlst";

    public override IReadOnlyList<string> Words => ["/a/b/", "b/", "./", "../", "..", "/", "x.txt", "-rf", "\r\n", "\n", "\\", "C:", "\uDCFF"];

    public override int MemoryPerByte => 6_000;

    public override void Run(ReadOnlySpan<byte> input)
    {
        foreach (var directory in (FtpPath?[])[null, FtpPath.Root, FtpPath.Parse("/a/b")])
        {
            var listed = Listed.Read(input, ListingFormat.Names, () => new ListingReader(timeProvider: FixedTime.Now) { Directory = directory });
            Claim.Holds(listed.Unparsed == 0);
        }
    }
}
