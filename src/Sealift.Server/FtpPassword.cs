using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sealift.Server;

/// <summary>
/// Passwords as they are kept: PBKDF2 with HMAC-SHA-256 (RFC 8018 section 5.2), a salt of 16 random bytes and a stated cost, as
/// the text <c>pbkdf2-sha256$iterations$salt$key</c> (both Base64).
/// </summary>
public static class FtpPassword
{
    /// <summary>The cost of a new hash unless another is stated: what OWASP asks of PBKDF2-SHA-256 since 2023.</summary>
    public const int DefaultIterations = 600_000;

    // What a hash from elsewhere may demand of this machine: about five seconds.
    private const int MaxIterations = 20_000_000;
    private const string Scheme = "pbkdf2-sha256";
    private const int SaltLength = 16;
    private const int KeyLength = 32;

    /// <summary>Hashes a password with a new salt.</summary>
    /// <param name="password">Any text; its UTF-8 form counts.</param>
    /// <param name="iterations">The cost, 1 to 20,000,000; fewer than the default belongs in tests only.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cost is out of range.</exception>
    public static string Hash(string password, int iterations = DefaultIterations)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(iterations, MaxIterations);
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return $"{Scheme}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(password, salt, iterations))}";
    }

    /// <summary>Whether the password is the one that was hashed. Takes the time of the stated cost, whatever the answer.</summary>
    /// <param name="password">The password to check.</param>
    /// <param name="hash">What <see cref="Hash"/> returned.</param>
    /// <exception cref="FormatException">The text is no such hash.</exception>
    public static bool Verify(string password, string hash)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(hash);
        if (!TryRead(hash, out var iterations, out var salt, out var key))
            throw new FormatException($"A password hash has the form {Scheme}$iterations$salt$key.");
        return CryptographicOperations.FixedTimeEquals(Derive(password, salt, iterations), key);
    }

    /// <summary>Whether the text is a hash that <see cref="Verify"/> can use.</summary>
    /// <param name="text">Any text.</param>
    public static bool IsHash([NotNullWhen(true)] string? text) => text is not null && TryRead(text, out _, out _, out _);

    /// <summary>Takes the time of so many iterations.</summary>
    internal static void Spend(string password, int iterations) => Derive(password, new byte[SaltLength], iterations);

    /// <summary>The cost of a hash; 0 if the text is none.</summary>
    internal static int IterationsOf(string hash) => TryRead(hash, out var iterations, out _, out _) ? iterations : 0;

    private static bool TryRead(
        string text, out int iterations, [NotNullWhen(true)] out byte[]? salt, [NotNullWhen(true)] out byte[]? key)
    {
        iterations = 0;
        salt = key = null;
        var parts = text.Split('$');
        return parts.Length == 4
            && parts[0] == Scheme
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out iterations)
            && iterations is >= 1 and <= MaxIterations
            && TryDecode(parts[2], 8, 64, out salt)
            && TryDecode(parts[3], KeyLength, KeyLength, out key);
    }

    private static bool TryDecode(string text, int min, int max, [NotNullWhen(true)] out byte[]? bytes)
    {
        var room = new byte[max + 3];
        var isBase64 = Convert.TryFromBase64String(text, room, out var length) && length >= min && length <= max;
        bytes = isBase64 ? room[..length] : null;
        return isBase64;
    }

    private static byte[] Derive(string password, byte[] salt, int iterations)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        try
        {
            return Rfc2898DeriveBytes.Pbkdf2(bytes, salt, iterations, HashAlgorithmName.SHA256, KeyLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
