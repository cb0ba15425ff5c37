using System.Security.Cryptography;
using System.Text;

namespace Sealift.Sites.Vaults;

/// <summary>The keys that a passphrase gives: one that seals, one that tells whether the passphrase is right.</summary>
internal sealed class VaultKey : IDisposable
{
    public const int SaltBytes = 16;
    public const int CheckBytes = 16;

    // What guessing costs: an iteration is two blocks of SHA-512. OWASP asked for 210,000 in 2023; this is about a third of a second here.
    public const int DefaultIterations = 600_000;

    // Fewer would be no protection, more would be a file that keeps a machine busy for minutes.
    public const int MinIterations = 100_000;
    public const int MaxIterations = 20_000_000;

    private readonly byte[] _keys;

    private VaultKey(byte[] salt, int iterations, byte[] keys)
    {
        Salt = salt;
        Iterations = iterations;
        _keys = keys;
        Check = HMACSHA256.HashData(keys.AsSpan(32), "sealift vault"u8)[..CheckBytes];
    }

    public byte[] Salt { get; }

    public int Iterations { get; }

    /// <summary>Tells a wrong passphrase from a damaged content. It says nothing else about the keys.</summary>
    public byte[] Check { get; }

    public ReadOnlySpan<byte> Sealing => _keys.AsSpan(0, 32);

    /// <summary>Works the keys out; this takes its time, which is its purpose.</summary>
    public static VaultKey Derive(string passphrase, byte[] salt, int iterations)
    {
        var bytes = Encoding.UTF8.GetBytes(passphrase);
        var keys = Rfc2898DeriveBytes.Pbkdf2(bytes, salt, iterations, HashAlgorithmName.SHA512, 64);
        CryptographicOperations.ZeroMemory(bytes);
        return new VaultKey(salt, iterations, keys);
    }

    public static VaultKey New(string passphrase) => Derive(passphrase, RandomNumberGenerator.GetBytes(SaltBytes), DefaultIterations);

    public void Dispose() => CryptographicOperations.ZeroMemory(_keys);
}
