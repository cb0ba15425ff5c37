using Sealift.Core;
using Sealift.Core.Listings;

namespace Sealift.Fuzz.Listings;

/// <summary>A listing as it was read, or how the reading ended, and what must hold of any listing.</summary>
internal sealed record Listed(IReadOnlyList<FtpEntry> Entries, int Unparsed, bool IsCut)
{
    /// <summary>Reads a listing whole and in pieces of a few bytes, which must be the same.</summary>
    public static Listed Read(ReadOnlySpan<byte> input, ListingFormat format, Func<ListingReader> reader)
    {
        var bytes = input.ToArray();
        var whole = Read(new PieceStream(bytes, int.MaxValue), format, reader());
        var pieces = Read(new PieceStream(bytes, bytes.Length <= 4096 ? 1 : 997), format, reader());
        Claim.Holds(whole.Entries.SequenceEqual(pieces.Entries) && whole.Unparsed == pieces.Unparsed && whole.IsCut == pieces.IsCut);
        whole.Check(bytes);
        return whole;
    }

    private static Listed Read(Stream stream, ListingFormat format, ListingReader reader)
    {
        var read = new List<FtpEntry>();
        var entries = reader.ReadAsync(stream, format).GetAsyncEnumerator();
        try
        {
            while (Completed.Of(entries.MoveNextAsync())) read.Add(entries.Current);
            return new Listed(read, reader.UnparsedLines, IsCut: false);
        }
        catch (FtpProtocolException)
        {
            // The documented end of a listing that is over a limit.
            return new Listed(read, reader.UnparsedLines, IsCut: true);
        }
        finally
        {
            Completed.Of(entries.DisposeAsync());
        }
    }

    private void Check(byte[] bytes)
    {
        Claim.Holds(Entries.Count <= bytes.AsSpan().Count((byte)'\n') + 1);
        Claim.Holds(Unparsed == Entries.Count(static entry => entry.Kind == FtpEntryKind.Unreadable));
        Claim.Holds(!IsCut || HasLongLine(bytes));
        foreach (var entry in Entries) Check(entry);
    }

    private static bool HasLongLine(byte[] bytes)
    {
        var length = 0;
        foreach (var value in bytes)
        {
            length = value == '\n' ? 0 : length + 1;
            if (length > 65_536) return true;
        }

        return false;
    }

    private static void Check(FtpEntry entry)
    {
        Claim.Holds(entry.Name.Length > 0 || entry.Kind == FtpEntryKind.Unknown);
        Claim.Holds(!entry.Name.Contains('\n') && entry.Size is null or >= 0);
        Claim.Holds(entry.Name is not ("." or "..") || !entry.IsSafeName);
        Claim.Holds(FuzzText.IsHarmless(TerminalText.Escape(entry.Name), mayHaveLines: false));
        if (!entry.IsSafeName) return;

        // T24: a safe name is one segment, and stays where it is put.
        var path = FtpPath.Root.Append(entry.Name);
        Claim.Holds(path.Segments.Count == 1 && path.IsWithin(FtpPath.Root) && FtpPath.Parse(path.ToString()) == path);
        var line = MlsxFormat.Format(entry);
        Claim.Holds(FuzzText.IsHarmless(TerminalText.Escape(line), mayHaveLines: false) && !line.AsSpan().ContainsAny('\r', '\n'));
        Claim.Holds(MlsxFormat.TryParse(line, out var again));
        Claim.Same(entry.Name, again.Name);
        Claim.Same(line, MlsxFormat.Format(again));
    }
}
