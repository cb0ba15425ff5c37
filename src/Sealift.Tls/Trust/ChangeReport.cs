using System.Globalization;

namespace Sealift.Tls.Trust;

/// <summary>The known and the presented key side by side, for the hard stop when a server's key changed.</summary>
internal static class ChangeReport
{
    public static string Write(KnownHost known, KnownHost presented)
    {
        var (oldSubject, newSubject) = (Subject(known), Subject(presented));
        var (oldValidity, newValidity) = (Validity(known), Validity(presented));
        var width = new[] { known.Pin.ToString(), oldSubject, oldValidity, "known" }.Max(text => text.Length);

        return string.Join('\n',
            $"The key of {TrustCommand.Place(known.Host, known.Port)} is not the one that was trusted before.",
            Row("", "known", "presented now"),
            Row("key", known.Pin.ToString(), presented.Pin.ToString()),
            Row("subject", oldSubject, newSubject),
            Row("valid", oldValidity, newValidity),
            Row("trusted", Date(known.Added), "never"));

        string Row(string what, string old, string now) => $"  {what,-8}{old.PadRight(width)}  {now}".TrimEnd();
    }

    private static string Subject(KnownHost host) => host.Subject is null ? "not recorded" : PlainText.From(host.Subject);

    private static string Validity(KnownHost host) =>
        host is { NotBefore: { } from, NotAfter: { } until } ? $"{Date(from)} to {Date(until)}" : "not recorded";

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
