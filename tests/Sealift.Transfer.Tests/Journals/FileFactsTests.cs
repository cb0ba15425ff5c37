using System.Text.Json;
using CsCheck;
using Sealift.Core;
using Sealift.Transfer.Journals;
using Sealift.Transfer.State;

namespace Sealift.Transfer.Tests.Journals;

/// <summary>The rows of a journal: what was written before a crash is what is gone on with after it.</summary>
public sealed class FileFactsTests
{
    private static readonly Gen<string?> Text = Gen.OneOf(Gen.Const((string?)null), Gen.Char["ab \"\\\u0085é中\u2028<&"].Array[1, 20].Select(static chars => (string?)new string(chars)));

    private static readonly Gen<FtpPath> Path = Gen.Char["ab .\"\\é%"].Array[1, 12].Select(static chars => new string(chars)).Where(static name => FtpPath.IsName(name)).Select(FtpPath.Home.Append);

    private static readonly Gen<FileRecord> Records =
        from path in Path
        from part in Gen.OneOf(Gen.Const((FtpPath?)null), Path.Select(static path => (FtpPath?)path))
        from state in Gen.Enum<FileState>()
        from segments in Gen.Select(Gen.Long[0, long.MaxValue / 2], Gen.Long[1, 1000], Gen.Long[0, 1000], Gen.Bool, Path, static (offset, length, done, isApart, path) => new SegmentRecord(offset, length, done, isApart ? path : null)).Array[0, 3]
        from size in Gen.OneOf(Gen.Const((long?)null), Gen.Long[0, long.MaxValue].Select(static size => (long?)size))
        from ticks in Gen.Long[0, DateTime.MaxValue.Ticks]
        from isUtc in Gen.Bool
        from isDated in Gen.Bool
        from precision in Gen.Enum<FtpTimePrecision>()
        from texts in Text.Array[2]
        from attempts in Gen.Int[0, 100]
        select new FileRecord(path, state)
        {
            Part = part,
            Segments = segments,
            SourceSize = size,
            SourceModified = isDated ? new FtpTimestamp(new DateTime(ticks, isUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified), precision, isUtc) : null,
            SourceUnique = texts[0],
            Attempts = attempts,
            Cause = texts[1],
        };

    [Fact]
    public void Reading_what_was_written_gives_the_same_record() => Records.Sample(static record =>
    {
        var json = JsonSerializer.Serialize(FileFacts.Of(record, run: 7), StateJson.Default.FileFacts);
        var facts = JsonSerializer.Deserialize(json, StateJson.Default.FileFacts)!;
        var read = facts.For(record.Path, record.State);

        Assert.Equal(7, facts.Run);
        Assert.Equal(record.Segments, read.Segments);
        Assert.Equal(record with { Segments = [] }, read with { Segments = [] });
        Assert.Equal(record.SourceModified?.Value.Kind, read.SourceModified?.Value.Kind);
    });
}
