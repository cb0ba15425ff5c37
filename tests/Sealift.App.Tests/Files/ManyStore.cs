using Sealift.Core;

namespace Sealift.App.Tests.Files;

/// <summary>A store with very many files.</summary>
/// <param name="count">How many.</param>
internal sealed class ManyStore(int count) : ListedStore
{
    protected override IEnumerable<FtpEntry> Entries => Enumerable.Range(0, count).Select(static number => new FtpEntry { Name = $"entry {number}.dat", Kind = FtpEntryKind.File, Size = number });
}
