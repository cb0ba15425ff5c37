using System.Globalization;

namespace Sealift.Core.Timeline.Drawing;

/// <summary>
/// Finds runs of what looks the same: transfers with the same commands, nothing refused and the same kind of TLS, and commands between them
/// that repeat and are answered alike. Of a long run the first and the last are drawn.
/// </summary>
internal static class Folding
{
    private const int ShortestRun = 4;

    /// <summary>The folds, by the position of the first event that each hides.</summary>
    public static IReadOnlyDictionary<int, Fold> Find(IReadOnlyList<TimelineEvent> events)
    {
        var folds = new Dictionary<int, Fold>();
        var transfers = Split(events);
        for (var first = 0; first < transfers.Count;)
        {
            var next = first + 1;
            while (next < transfers.Count && transfers[first].Signature is { } one && one == transfers[next].Signature) next++;
            if (next - first >= ShortestRun)
            {
                var from = transfers[first + 1].From;
                folds[from] = new Fold(transfers[next - 1].From, Describe(events, transfers, first + 1, next - 1));
            }

            first = next;
        }

        foreach (var (from, fold) in RepeatedCommands.Find(events, ShortestRun)) folds.TryAdd(from, fold);
        return folds;
    }

    private static List<Transfer> Split(IReadOnlyList<TimelineEvent> events)
    {
        var starts = new List<int>();
        var isWaiting = false;
        for (var i = 0; i < events.Count; i++)
        {
            // A port is asked for, or the transfer itself begins where the port was known before.
            if (events[i] is CommandSent { Command.Verb: "EPSV" or "PASV" or "EPRT" or "PORT" or "PRET" })
            {
                if (!isWaiting) starts.Add(i);
                isWaiting = true;
            }
            else if (events[i] is ConnectionOpened { Channel: > 0 })
            {
                if (!isWaiting) starts.Add(i);
                isWaiting = false;
            }
        }

        var transfers = new List<Transfer>(starts.Count);
        for (var i = 0; i < starts.Count; i++)
        {
            var end = i + 1 < starts.Count ? starts[i + 1] : events.Count;
            transfers.Add(new Transfer(starts[i], end, Signature(events, starts[i], end)));
        }

        return transfers;
    }

    // Null where something in it deserves to be seen.
    private static string? Signature(IReadOnlyList<TimelineEvent> events, int from, int end)
    {
        var parts = new List<string>();
        for (var i = from; i < end; i++)
        {
            switch (events[i])
            {
                case CommandSent sent:
                    parts.Add(sent.Command.Verb);
                    break;
                case ReplyReceived { Reply.IsNegative: true } or TimelineNote or ConnectionFailed or ConnectionClosed { Error: not null }:
                    return null;
                case ChannelSecured secured:
                    parts.Add($"{secured.Version} {secured.Suite} {secured.Resumed}");
                    break;
                case DataTransferred moved:
                    parts.Add(moved.FromServer ? "down" : "up");
                    break;
                case ConnectionClosed closed:
                    parts.Add($"{closed.CloseNotifySent} {closed.CloseNotifyReceived}");
                    break;
            }
        }

        return string.Join('|', parts);
    }

    private static string Describe(IReadOnlyList<TimelineEvent> events, List<Transfer> transfers, int first, int end)
    {
        var inside = Enumerable.Range(transfers[first].From, transfers[end - 1].End - transfers[first].From).Select(i => events[i]).ToList();
        var verbs = string.Join(", ", inside.OfType<CommandSent>().Select(static sent => sent.Command.Verb).Distinct(StringComparer.Ordinal));
        var moved = inside.OfType<DataTransferred>().ToList();
        var side = moved.Count > 0 && moved[0].FromServer ? "server" : "client";
        var resumed = inside.OfType<ChannelSecured>().Count(static secured => secured.Resumed);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{end - first:N0} more transfers like this, folded ({verbs}): {moved.Sum(static one => one.Bytes):N0} bytes from the {side}, "
            + $"{resumed:N0} resumed, {inside[0].At.TotalSeconds:0.000} s to {inside[^1].At.TotalSeconds:0.000} s");
    }

    /// <summary>A stretch of events that is not drawn.</summary>
    /// <param name="End">The position after its last event.</param>
    /// <param name="Text">What is drawn instead.</param>
    internal sealed record Fold(int End, string Text);

    private readonly record struct Transfer(int From, int End, string? Signature);
}
