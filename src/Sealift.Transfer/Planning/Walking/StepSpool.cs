using System.Buffers.Binary;
using System.Text;
using Sealift.Core;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>
/// Steps that wait for the end of the walk: in memory while they are few, in a file of this user's beyond that. Read in their order, or
/// from the last to the first: of a directory that was put in before its content, the content then comes first.
/// </summary>
internal sealed class StepSpool : IAsyncDisposable
{
    private const int MaxInMemory = 1 << 20;
    private const int MaxRecord = 1 << 20;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly byte[] _number = new byte[4];
    private Stream _content = new MemoryStream();

    public long Count { get; private set; }

    public async ValueTask AddAsync(TransferStep step, CancellationToken cancellationToken)
    {
        var record = Write(step);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_content is MemoryStream memory && memory.Length + record.Length > MaxInMemory) await MoveToFileAsync(memory, cancellationToken).ConfigureAwait(false);
            await _content.WriteAsync(record, cancellationToken).ConfigureAwait(false);
            Count++;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>All steps in the order in which they came. Nothing may be added meanwhile.</summary>
    public async IAsyncEnumerable<TransferStep> ForwardAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _content.Position = 0;
        while (_content.Position < _content.Length)
        {
            var length = await ReadNumberAsync(cancellationToken).ConfigureAwait(false);
            var step = await ReadStepAsync(length, cancellationToken).ConfigureAwait(false);
            await ReadNumberAsync(cancellationToken).ConfigureAwait(false);
            yield return step;
        }
    }

    /// <summary>All steps, the last first. Nothing may be added meanwhile.</summary>
    public async IAsyncEnumerable<TransferStep> BackwardAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var end = _content.Length; end > 0;)
        {
            _content.Position = end - 4;
            var length = await ReadNumberAsync(cancellationToken).ConfigureAwait(false);
            _content.Position = end - 4 - length;
            var step = await ReadStepAsync(length, cancellationToken).ConfigureAwait(false);
            end -= length + 8;
            yield return step;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _content.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
    }

    private async ValueTask MoveToFileAsync(MemoryStream memory, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Join(Path.GetTempPath(), $"sealift-plan-{Guid.NewGuid():N}"), options);
        _content = file;
        memory.Position = 0;
        await memory.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
        await memory.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<int> ReadNumberAsync(CancellationToken cancellationToken)
    {
        await _content.ReadExactlyAsync(_number, cancellationToken).ConfigureAwait(false);
        var number = BinaryPrimitives.ReadInt32LittleEndian(_number);
        return number is > 0 and <= MaxRecord ? number : throw new InvalidDataException("The spooled steps of the plan were changed by somebody else.");
    }

    private async ValueTask<TransferStep> ReadStepAsync(int length, CancellationToken cancellationToken)
    {
        var record = new byte[length];
        await _content.ReadExactlyAsync(record, cancellationToken).ConfigureAwait(false);
        using var reader = new BinaryReader(new MemoryStream(record), Encoding.UTF8);
        return new TransferStep((StepAction)reader.ReadInt32(), FtpPath.Parse(reader.ReadString()), (StepReason)reader.ReadInt32())
        {
            Because = reader.ReadString(),
            SourcePath = reader.ReadBoolean() ? FtpPath.Parse(reader.ReadString()) : null,
            Source = ReadEntry(reader),
            Target = ReadEntry(reader),
        };
    }

    private static byte[] Write(TransferStep step)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(0);
            writer.Write((int)step.Action);
            writer.Write(step.Path.ToString());
            writer.Write((int)step.Reason);
            writer.Write(step.Because);
            writer.Write(step.SourcePath is not null);
            if (step.SourcePath is { } source) writer.Write(source.ToString());
            WriteEntry(writer, step.Source);
            WriteEntry(writer, step.Target);
            writer.Write(0);
        }

        var record = memory.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(record.Length - 4), record.Length - 8);
        return record;
    }

    private static void WriteEntry(BinaryWriter writer, FtpEntry? entry)
    {
        writer.Write(entry is not null);
        if (entry is null) return;
        writer.Write(entry.Name);
        writer.Write((int)entry.Kind);
        writer.Write(entry.Size ?? -1);
        writer.Write(entry.IsSizeApproximate);
        writer.Write(entry.LinkTarget is not null);
        if (entry.LinkTarget is { } target) writer.Write(target);
        writer.Write(entry.Modified is not null);
        if (entry.Modified is not { } time) return;
        writer.Write(time.Value.Ticks);
        writer.Write((int)time.Precision);
        writer.Write(time.IsUtc);
    }

    private static FtpEntry? ReadEntry(BinaryReader reader)
    {
        if (!reader.ReadBoolean()) return null;
        var entry = new FtpEntry { Name = reader.ReadString(), Kind = (FtpEntryKind)reader.ReadInt32(), Size = reader.ReadInt64() is >= 0 and var size ? size : null };
        entry = entry with { IsSizeApproximate = reader.ReadBoolean() };
        if (reader.ReadBoolean()) entry = entry with { LinkTarget = reader.ReadString() };
        return reader.ReadBoolean() ? entry with { Modified = ReadTime(reader) } : entry;
    }

    private static FtpTimestamp ReadTime(BinaryReader reader)
    {
        var ticks = reader.ReadInt64();
        var precision = (FtpTimePrecision)reader.ReadInt32();
        var isUtc = reader.ReadBoolean();
        return new FtpTimestamp(new DateTime(ticks, isUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified), precision, isUtc);
    }
}
