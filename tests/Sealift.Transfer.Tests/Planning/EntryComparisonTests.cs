using Sealift.Core;
using Sealift.Transfer.Planning;

namespace Sealift.Transfer.Tests.Planning;

public sealed class EntryComparisonTests
{
    private static readonly DateTime Noon = new(2026, 5, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(0, 10, EntryDifference.Same)]
    [InlineData(0, 11, EntryDifference.Different)]
    [InlineData(60, 10, EntryDifference.Newer)]
    [InlineData(60, 11, EntryDifference.Newer)]
    [InlineData(-60, 10, EntryDifference.Older)]
    public void Time_tells_first_and_size_next(int seconds, long size, EntryDifference expected)
    {
        var one = File(Noon.AddSeconds(seconds), size);
        var other = File(Noon, 10);

        Assert.Equal(expected, EntryComparison.Compare(one, StoreTraits.ForFtp, other, StoreTraits.ForFtp));
    }

    [Fact]
    public void A_fraction_of_a_second_is_no_difference_where_one_side_has_none()
    {
        var here = File(Noon.AddMilliseconds(700), 10, FtpTimePrecision.Millisecond);
        var there = File(Noon, 10);

        Assert.Equal(EntryDifference.Same, EntryComparison.Compare(here, StoreTraits.ForThisMachine, there, StoreTraits.ForFtp));
        Assert.Equal(EntryDifference.Same, EntryComparison.Compare(there, StoreTraits.ForFtp, here, StoreTraits.ForThisMachine));
    }

    [Theory]
    [InlineData(true, FtpTimePrecision.Minute)]
    [InlineData(false, FtpTimePrecision.Second)]
    public void A_time_that_is_not_exact_is_no_evidence(bool isUtc, FtpTimePrecision precision)
    {
        var stated = new FtpTimestamp(DateTime.SpecifyKind(Noon.AddDays(2), isUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified), precision, isUtc);
        var listed = new FtpEntry { Name = "a", Kind = FtpEntryKind.File, Size = 10, Modified = stated };

        Assert.Equal(EntryDifference.Same, EntryComparison.Compare(listed, StoreTraits.ForFtp, File(Noon, 10), StoreTraits.ForThisMachine));
        Assert.Equal(EntryDifference.Different, EntryComparison.Compare(listed, StoreTraits.ForFtp, File(Noon, 9), StoreTraits.ForThisMachine));
    }

    [Fact]
    public void What_is_missing_and_what_is_of_another_kind_is_told()
    {
        var directory = new FtpEntry { Name = "a", Kind = FtpEntryKind.Directory, Modified = new FtpTimestamp(Noon.AddDays(1), FtpTimePrecision.Second, IsUtc: true) };

        Assert.Equal(EntryDifference.OnlyHere, EntryComparison.Compare(directory, StoreTraits.Any, null, StoreTraits.Any));
        Assert.Equal(EntryDifference.Different, EntryComparison.Compare(directory, StoreTraits.Any, File(Noon, 1), StoreTraits.Any));
        Assert.Equal(EntryDifference.Same, EntryComparison.Compare(directory, StoreTraits.Any, directory with { Modified = null }, StoreTraits.Any));
    }

    [Fact]
    public void A_size_that_is_only_near_the_truth_is_no_evidence()
    {
        var near = File(Noon, 512) with { IsSizeApproximate = true };

        Assert.Equal(EntryDifference.Same, EntryComparison.Compare(near, StoreTraits.ForFtp, File(Noon, 10), StoreTraits.ForFtp));
    }

    private static FtpEntry File(DateTime modified, long size, FtpTimePrecision precision = FtpTimePrecision.Second) =>
        new() { Name = "a", Kind = FtpEntryKind.File, Size = size, Modified = new FtpTimestamp(modified, precision, IsUtc: true) };
}
