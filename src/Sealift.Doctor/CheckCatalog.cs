using Sealift.Doctor.Certificates;
using Sealift.Doctor.Network;

namespace Sealift.Doctor;

/// <summary>All checks, in the order in which they are made: what later ones build on comes first.</summary>
internal static class CheckCatalog
{
    public static IReadOnlyList<DoctorCheck> All { get; } =
    [
        new AddressesCheck(),
        new PortsCheck(),
        new DatesCheck(),
    ];
}
