namespace Sealift.Core.Listings;

/// <summary>Names of months as servers abbreviate them, in the languages seen in listings.</summary>
internal static class MonthNames
{
    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Months = Build();

    /// <summary>The month from 1 to 12, or 0. A dot or comma at the end does not matter.</summary>
    public static int Find(ReadOnlySpan<char> text) =>
        Months.TryGetValue(text.TrimEnd(".,"), out var month) ? month : 0;

    private static Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Build()
    {
        // English, German, French, Spanish, Italian, Portuguese, Dutch, Hungarian, Polish, Nordic.
        string[] names =
        [
            "jan january januar jänner janv janvier ene enero gen gennaio janeiro januari sty",
            "feb february februar févr fevr février febrero febbraio fev febr februari lut",
            "mar march mär märz mrz maer mars marzo março mrt maart márc marca",
            "apr april avr avril abr abril aprile ápr kwi",
            "may mai maj mei mayo mag maggio maio máj",
            "jun june juni juin junio giu giugno junho jún cze",
            "jul july juli jui juil juillet julio lug luglio julho júl lip",
            "aug august août aout ago agosto augustus sie",
            "sep sept september septembre septiembre set sett settembre setembro szept wrz",
            "oct october okt oktober octobre octubre ott ottobre out outubro paź",
            "nov november novembre noviembre novembro lis",
            "dec december dez dezember déc décembre dic diciembre dicembre dezembro gru",
        ];
        var months = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Length; i++)
        {
            foreach (var name in names[i].Split(' '))
                months.Add(name, i + 1);
        }

        return months.GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
