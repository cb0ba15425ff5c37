namespace Sealift.Core.Listings;

/// <summary>
/// Finds the order of numeric dates from the lines of a listing together. Entries whose date is open wait, with those that
/// follow them, until a line decides, too many wait, or the listing ends.
/// </summary>
internal sealed class OpenDates(Queue<FtpEntry> ready)
{
    // A listing that has not decided by now is passed on as it comes: memory stays flat.
    private const int MaxWaiting = 1000;

    private readonly Queue<(FtpEntry Entry, NumericDate? Date)> _waiting = new();
    private DateOrders _left = DateOrders.Any;
    private bool _isPatient = true;

    /// <summary>Takes an entry in, and passes on what is decided by it.</summary>
    public void Add(FtpEntry entry, NumericDate? date)
    {
        // Lines that contradict each other leave no order, and decide nothing for others any more.
        if (date is { Orders: not DateOrders.None } found)
            _left &= found.Orders;
        if (_waiting.Count == 0 && !(_isPatient && date is { } open && IsUndecided(open.Orders & _left)))
        {
            ready.Enqueue(Dated(entry, date));
            return;
        }

        _waiting.Enqueue((entry, date));
        _isPatient &= _waiting.Count < MaxWaiting;
        if (!_isPatient || !IsUndecided(_left))
            Flush();
    }

    /// <summary>Passes on what waits.</summary>
    public void Flush()
    {
        while (_waiting.TryDequeue(out var item))
            ready.Enqueue(Dated(item.Entry, item.Date));
    }

    private static bool IsUndecided(DateOrders orders) =>
        orders is not (DateOrders.None or DateOrders.MonthDayYear or DateOrders.DayMonthYear or DateOrders.YearMonthDay);

    private FtpEntry Dated(FtpEntry entry, NumericDate? date)
    {
        if (date is not { } open || entry.Modified is not null)
            return entry;
        var orders = open.Orders & _left;
        if (orders == DateOrders.None)
            orders = open.Orders;
        if (IsUndecided(orders))
            orders = open.Default & open.Orders;
        return orders == DateOrders.None ? entry : entry with { Modified = open.Resolve(orders) };
    }
}
