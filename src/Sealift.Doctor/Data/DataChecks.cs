namespace Sealift.Doctor.Data;

/// <summary>The checks of data connections, in their order.</summary>
internal static class DataChecks
{
    public static IReadOnlyList<DoctorCheck> All { get; } =
    [
        new PassiveCheck(),
        new PassiveAddressCheck(),
        new PassivePortsCheck(),
        new ProtectedCheck(),
        new ResumptionCheck(),
        new DemandCheck(),
        new ByAddressCheck(),
        new ParallelCheck(),
        new DataVersionsCheck(),
        new AfterUploadCheck(),
        new DataCertificateCheck(),
        new EndCheck(),
        new UploadEndCheck(),
        new ActiveCheck(),
        new ForeignAddressCheck(),
        new AbortCheck(),
        new IdleCheck(),
        new SessionsCheck(),
    ];
}
