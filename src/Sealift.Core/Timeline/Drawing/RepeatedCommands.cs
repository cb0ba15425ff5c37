using System.Globalization;

namespace Sealift.Core.Timeline.Drawing;

/// <summary>Finds commands that repeat, alone or several in turn (MKD, MKD, MKD; RNFR, RNTO, RNFR, RNTO), all answered alike and none refused.</summary>
internal static class RepeatedCommands
{
    // RNFR, RNTO, MFMT, SIZE: what is done to each of many files.
    private const int LongestTurn = 4;

    /// <summary>The folds, by the position of the first event that each hides.</summary>
    /// <param name="events">The events.</param>
    /// <param name="shortestRun">How often a turn is seen before it is folded.</param>
    public static IEnumerable<(int From, Folding.Fold Fold)> Find(IReadOnlyList<TimelineEvent> events, int shortestRun)
    {
        var steps = Split(events);
        for (var first = 0; first < steps.Count;)
        {
            var (turn, times) = Repetition(steps, first);
            if (times < shortestRun)
            {
                first++;
                continue;
            }

            var (from, end) = (steps[first + turn].From, steps[first + ((times - 1) * turn)].From);
            yield return (from, new Folding.Fold(end, Describe(events, steps, first, turn, times - 2)));
            first += turn * times;
        }
    }

    // A step is some commands and their replies, with nothing in between.
    private static List<Step> Split(IReadOnlyList<TimelineEvent> events)
    {
        var steps = new List<Step>();
        for (var i = 0; i < events.Count;)
        {
            if (events[i] is not CommandSent)
            {
                i++;
                continue;
            }

            var from = i;
            while (i < events.Count && events[i] is CommandSent) i++;
            var replies = i;
            while (i < events.Count && events[i] is ReplyReceived) i++;
            steps.Add(new Step(from, i, Signature(events, from, replies, i)));
        }

        return steps;
    }

    // Null where it belongs to a transfer or deserves to be seen.
    private static string? Signature(IReadOnlyList<TimelineEvent> events, int from, int replies, int end)
    {
        if (end - replies != replies - from) return null;
        var parts = new List<string>();
        for (var i = from; i < end; i++)
        {
            if (events[i] is ReplyReceived { Reply: { IsNegative: false, IsPreliminary: false } reply }) parts.Add(reply.Code.ToString(CultureInfo.InvariantCulture));
            else if (events[i] is CommandSent { Command.Verb: not ("EPSV" or "PASV" or "EPRT" or "PORT" or "PRET") } sent) parts.Add(sent.Command.Verb);
            else return null;
        }

        return string.Join('|', parts);
    }

    private static (int Turn, int Times) Repetition(List<Step> steps, int first)
    {
        var best = (Turn: 1, Times: 1);
        for (var turn = 1; turn <= LongestTurn && first + turn <= steps.Count; turn++)
        {
            if (!IsAdjacent(steps, first + turn - 1, first)) break;
            var next = first + turn;
            while (next < steps.Count && IsAdjacent(steps, next, first) && steps[next].Signature == steps[next - turn].Signature) next++;
            var times = (next - first) / turn;
            if (times > 1 && times * turn > best.Times * best.Turn) best = (turn, times);
        }

        return best;
    }

    private static bool IsAdjacent(List<Step> steps, int step, int first) =>
        steps[step].Signature is not null && (step == first || steps[step].From == steps[step - 1].End);

    private static string Describe(IReadOnlyList<TimelineEvent> events, List<Step> steps, int first, int turn, int folded)
    {
        var (from, end) = (steps[first + turn].From, steps[first + ((folded + 1) * turn)].From);
        var inside = Enumerable.Range(from, end - from).Select(i => events[i]).ToList();
        var verbs = string.Join(", ", inside.OfType<CommandSent>().Select(static sent => sent.Command.Verb).Distinct(StringComparer.Ordinal));
        var codes = string.Join(", ", inside.OfType<ReplyReceived>().Select(static received => received.Reply.Code).Distinct());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{inside.OfType<CommandSent>().Count():N0} more commands like this, folded ({verbs}): all answered {codes}, "
            + $"{inside[0].At.TotalSeconds:0.000} s to {inside[^1].At.TotalSeconds:0.000} s");
    }

    private readonly record struct Step(int From, int End, string? Signature);
}
