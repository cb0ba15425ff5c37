using System.Globalization;

namespace Sealift.Tls.Trust;

/// <summary>The known and the presented certificate side by side, for the hard stop when a server's key changed.</summary>
public static class ChangeReport
{
    private const string NotRecorded = "not recorded";

    /// <summary>What differs and what does not: key, subject, issuer, names, kind of key, validity, and since when the old one is trusted.</summary>
    /// <remarks>The texts are fit for a terminal: bounded, without control or direction marks.</remarks>
    public static IReadOnlyList<ChangeRow> Compare(KnownHost known, KnownHost presented)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(presented);
        return
        [
            new("pin", known.Pin.ToString(), presented.Pin.ToString()),
            new("subject", Text(known.Subject), Text(presented.Subject)),
            new("issuer", Text(known.Issuer), Text(presented.Issuer)),
            new("names", Text(known.Names), Text(presented.Names)),
            new("key", Text(known.Key), Text(presented.Key)),
            new("valid", Validity(known), Validity(presented)),
            new("trusted", $"since {Date(known.Added)}", "never"),
        ];
    }

    /// <summary>The first line of every report.</summary>
    public static string Title(KnownHost known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return $"The key of {TrustCommand.Place(known.Host, known.Port)} is not the one that was trusted before.";
    }

    /// <summary>The report for a log or a narrow terminal: one below the other.</summary>
    internal static string Write(KnownHost known, KnownHost presented)
    {
        var rows = Compare(known, presented);
        return string.Join('\n',
        [
            Title(known),
            "known until now",
            .. rows.Select(row => $"  {row.What,-8}{row.Known}"),
            "presented now",
            .. rows.Select(row => $"  {row.What,-8}{row.Presented}"),
        ]);
    }

    private static string Text(string? text) => text is null ? NotRecorded : PlainText.From(text);

    private static string Validity(KnownHost host) =>
        host is { NotBefore: { } from, NotAfter: { } until } ? $"{Date(from)} to {Date(until)}" : NotRecorded;

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
