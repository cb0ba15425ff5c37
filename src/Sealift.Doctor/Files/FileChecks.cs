namespace Sealift.Doctor.Files;

/// <summary>The checks of files and listings, in their order.</summary>
internal static class FileChecks
{
    public static IReadOnlyList<DoctorCheck> All { get; } =
    [
        new ListingsCheck(),
        new CompressionCheck(),
        new TransferCheck(),
        new EmptyUploadCheck(),
        new SizeCheck(),
        new TimesCheck(),
        new ClockCheck(),
        new HashCheck(),
        new Utf8NamesCheck(),
        new OffsetCheck(),
        new LargeOffsetCheck(),
        new RenameCheck(),
    ];
}
