using System.Globalization;

namespace Sealift.Transfer.Planning.Walking;

/// <summary>Names beside a name: "report (1).pdf" beside "report.pdf".</summary>
internal static class NumberedName
{
    public static string Of(string name, int number)
    {
        // A dot at the beginning hides a file and ends no stem.
        var dot = name.LastIndexOf('.');
        var end = dot > 0 ? dot : name.Length;
        return string.Create(CultureInfo.InvariantCulture, $"{name[..end]} ({number}){name[end..]}");
    }
}
