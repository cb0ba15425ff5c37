using Sealift.Core;
using Sealift.Core.Listings;
using Sealift.Core.Wire;

namespace Sealift.Fuzz.Listings;

/// <summary>MLSD and the line of MLST: facts, a space, a name.</summary>
internal sealed class MlsdTarget : FuzzTarget
{
    public override string Name => "mlsd";

    public override IReadOnlyList<string> Words =>
        ["type=file;", "type=dir;", "type=cdir;", "type=OS.unix=slink:/a;", "size=1;", "modify=20200102030405.678;", "create=", "perm=adfrw;", "unique=801U1;", "UNIX.mode=0644;", "UNIX.owner=0;", " ", "; ", ";\t", "=", "../x", "/etc/passwd", "\r\n", "\n", "\uDC80"];

    public override int MemoryPerByte => 6_000;

    public override void Run(ReadOnlySpan<byte> input)
    {
        var listed = Listed.Read(input, ListingFormat.Mlsd, static () => new ListingReader(timeProvider: FixedTime.Now));
        Claim.Holds(listed.Entries.All(static entry => entry.Name.Length > 0));
        if (MlsxFormat.TryParseReplyLine(FtpTextEncoding.Utf8.Decode(input), out var one)) Claim.Holds(one.Name.Length > 0 && one.Kind != FtpEntryKind.Unreadable);
    }
}
