namespace Sealift.Doctor.Reporting;

/// <summary>How a report is written as text.</summary>
public sealed record DoctorTextOptions
{
    /// <summary>Columns, 60 to 200. Default 100.</summary>
    public int Width
    {
        get;
        init => field = Math.Clamp(value, 60, 200);
    } = 100;

    /// <summary>Whether verdicts are coloured. Default false.</summary>
    public bool Colour { get; init; }

    /// <summary>Whether the remedies of all families are shown. Default false: those of the server's own, where it is known.</summary>
    public bool AllRemedies { get; init; }
}
