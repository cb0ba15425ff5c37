using System.Globalization;
using Sealift.Cli.Output;
using Sealift.Cli.Trees;
using Sealift.Core;
using Sealift.Server.Events;
using Sealift.Tls;

namespace Sealift.Cli.Serving.Watching;

/// <summary>A line of the live view's table.</summary>
internal sealed record SessionRow(string Id, string User, string Address, string Protection, string Doing, string Rate)
{
    private static readonly SessionRow Head = new("#", "user", "from", "TLS", "doing", "rate");

    public static SessionRow Of(FtpSessionStatus session, double rate, DateTimeOffset now) => new(
        session.Id.ToString(CultureInfo.InvariantCulture),
        session.User is { } user ? TerminalText.Escape(user.Name) : "-",
        session.Peer.Address.ToString(),
        session.Protection is { } tls ? tls.Version == TlsVersion.Tls13 ? "1.3" : "1.2" : "none",
        session.Transfer is { } transfer
            ? $"{transfer.Verb} {TerminalText.Escape(transfer.Path.ToString())} {SizeText.Of(transfer.Bytes)}"
            : session.User is null ? "not logged in" : $"idle{(session.LastVerb is { } verb ? $" after {verb}" : "")}, here for {Span(now - session.Began)}",
        session.Transfer is null ? "" : $"{SizeText.Of(rate)}/s");

    /// <summary>Lines of at most so many columns; what a session does gets the room that is left.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<SessionRow> rows, int width)
    {
        if (rows.Count == 0) return [];
        SessionRow[] all = [Head, .. rows];
        var id = all.Max(row => row.Id.Length);
        var user = Math.Min(16, all.Max(row => TerminalWidth.Of(row.User)));
        var address = Math.Min(width < 100 ? 15 : 39, all.Max(row => row.Address.Length));
        var rate = all.Max(row => row.Rate.Length);
        var doing = Math.Max(10, width - id - user - address - rate - 4 - 12);
        return all.Select(row =>
            $"  {row.Id.PadLeft(id)}  {Fit(row.User, user)}  {Fit(row.Address, address)}  {Fit(row.Protection, 4)}  {Fit(row.Doing, doing)}  {row.Rate.PadLeft(rate)}");
    }

    private static string Fit(string text, int columns)
    {
        var cut = TerminalWidth.Cut(text, columns);
        return cut + new string(' ', Math.Max(0, columns - TerminalWidth.Of(cut)));
    }

    private static string Span(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min")
        : time.TotalMinutes >= 1 ? $"{time.Minutes} min" : "a moment";
}
