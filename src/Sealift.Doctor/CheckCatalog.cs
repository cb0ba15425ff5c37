using Sealift.Doctor.Certificates;
using Sealift.Doctor.Data;
using Sealift.Doctor.Files;
using Sealift.Doctor.Login;
using Sealift.Doctor.Network;
using Sealift.Doctor.Tls;

namespace Sealift.Doctor;

/// <summary>All checks, in the order in which they are made: what later ones build on comes first.</summary>
internal static class CheckCatalog
{
    public static IReadOnlyList<DoctorCheck> All { get; } =
    [
        new AddressesCheck(),
        new PortsCheck(),
        new SpeechCheck(),
        new GreetingCheck(),
        new RoundTripCheck(),

        new AuthTlsCheck(),
        new AuthMechanismsCheck(),
        new ImplicitTlsCheck(),

        new ChainCheck(),
        new DatesCheck(),
        new NamesCheck(),
        new KeyCheck(),
        new SignatureCheck(),
        new SentChainCheck(),
        new ClientCertificateCheck(),

        new VersionsCheck(),
        new SuitesCheck(),
        new AlpnCheck(),
        new ServerNameCheck(),
        new InjectionCheck(),
        new FeaturesCheck(),
        new ProtectionCheck(),
        new RenegotiationCheck(),
        new TicketsCheck(),

        new LoginCheck(),
        new LoginTimeCheck(),
        new ClearLoginCheck(),
        new ClearAnonymousCheck(),
        new ClearDataCheck(),
        new ClearCommandsCheck(),

        .. DataChecks.All,
        .. FileChecks.All,
    ];
}
