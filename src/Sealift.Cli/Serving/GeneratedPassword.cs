using System.Security.Cryptography;

namespace Sealift.Cli.Serving;

/// <summary>Passwords for people to copy.</summary>
internal static class GeneratedPassword
{
    // No 0 O 1 l I, and nothing that a shell or a URL reads as something else. 20 of 56 are 116 bits.
    private const string Alphabet = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int Length = 20;

    public static string Create() => RandomNumberGenerator.GetString(Alphabet, Length);
}
