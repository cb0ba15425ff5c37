using System.Security.Cryptography;

namespace Sealift.Doctor.Examining;

/// <summary>Names of what checks write: nobody else's, and told at sight.</summary>
internal static class ScratchName
{
    private const int RandomDigits = 12;

    /// <summary>A new name.</summary>
    public static string Make(string ending = ".tmp") => $"sealift-doctor-{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}{ending}";
}
