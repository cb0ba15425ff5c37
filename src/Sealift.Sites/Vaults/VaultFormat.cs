using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sealift.Sites.Vaults;

// The file, numbers little-endian (docs/vault.md):
//
//    0  14  "SEALIFT VAULT\n"
//   14   2  version, 1
//   16   4  iterations of PBKDF2-HMAC-SHA-512
//   20  16  salt
//   36  16  check value: which passphrase is right
//   52  12  nonce, another one for each time it is written
//   64   4  length of the sealed content
//   68   8  the first bytes of SHA-256 over all before: damage of the header shows before a passphrase is blamed
//   76   n  the content under AES-256-GCM, with bytes 0 to 75 authenticated
// 76+n  16  tag

/// <summary>The format of a vault's file: bytes in, bytes out.</summary>
internal static class VaultFormat
{
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int Version = 1;
    private const int VersionAt = 14;
    private const int IterationsAt = 16;
    private const int SaltAt = 20;
    private const int CheckAt = 36;
    private const int NonceAt = 52;
    private const int LengthAt = 64;
    private const int DigestAt = 68;
    private const int HeaderBytes = 76;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int PaddedTo = 1024;

    private static ReadOnlySpan<byte> Magic => "SEALIFT VAULT\n"u8;

    /// <summary>Seals a content. It is padded with spaces, so that the file's length says little.</summary>
    public static byte[] Seal(VaultKey key, ReadOnlySpan<byte> content)
    {
        var padded = new byte[(content.Length / PaddedTo + 1) * PaddedTo];
        padded.AsSpan().Fill((byte)' ');
        content.CopyTo(padded);

        var file = new byte[HeaderBytes + padded.Length + TagBytes];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(VersionAt), Version);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(IterationsAt), key.Iterations);
        key.Salt.CopyTo(file, SaltAt);
        key.Check.CopyTo(file, CheckAt);
        RandomNumberGenerator.Fill(file.AsSpan(NonceAt, NonceBytes));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(LengthAt), padded.Length);
        SHA256.HashData(file.AsSpan(0, DigestAt)).AsSpan(0, HeaderBytes - DigestAt).CopyTo(file.AsSpan(DigestAt));

        using var cipher = new AesGcm(key.Sealing, TagBytes);
        cipher.Encrypt(
            file.AsSpan(NonceAt, NonceBytes), padded, file.AsSpan(HeaderBytes, padded.Length), file.AsSpan(HeaderBytes + padded.Length), file.AsSpan(0, HeaderBytes));
        CryptographicOperations.ZeroMemory(padded);
        return file;
    }

    /// <summary>The keys that a passphrase gives for this file.</summary>
    /// <exception cref="SiteException">The file is no vault, is damaged or newer, or the passphrase is wrong.</exception>
    public static VaultKey Unlock(ReadOnlySpan<byte> file, string passphrase, string path)
    {
        CheckHeader(file, path);
        var iterations = BinaryPrimitives.ReadInt32LittleEndian(file[IterationsAt..]);
        var key = VaultKey.Derive(passphrase, file.Slice(SaltAt, VaultKey.SaltBytes).ToArray(), iterations);
        if (IsFor(file, key)) return key;
        key.Dispose();
        throw new SiteException(SiteFailure.WrongPassphrase, "the passphrase of the vault is wrong.", $"The vault is {path}; it was not changed. Check the keyboard layout and capitals.");
    }

    /// <summary>Whether keys are those of this file: its salt may have changed since.</summary>
    public static bool IsFor(ReadOnlySpan<byte> file, VaultKey key) =>
        file.Slice(SaltAt, VaultKey.SaltBytes).SequenceEqual(key.Salt)
        && CryptographicOperations.FixedTimeEquals(file.Slice(CheckAt, VaultKey.CheckBytes), key.Check);

    /// <summary>The content.</summary>
    /// <exception cref="SiteException">The file is damaged.</exception>
    public static byte[] Open(ReadOnlySpan<byte> file, VaultKey key, string path)
    {
        CheckHeader(file, path);
        var content = new byte[file.Length - HeaderBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(key.Sealing, TagBytes);
            cipher.Decrypt(file.Slice(NonceAt, NonceBytes), file[HeaderBytes..^TagBytes], file[^TagBytes..], content, file[..HeaderBytes]);
            return content;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw Damaged(path, "its content was changed; the passphrase is right", e);
        }
    }

    /// <summary>What can be told without a passphrase.</summary>
    /// <exception cref="SiteException">The file is no vault, is damaged, or is newer.</exception>
    public static void CheckHeader(ReadOnlySpan<byte> file, string path)
    {
        var known = file[..Math.Min(file.Length, Magic.Length)];
        if (!Magic.StartsWith(known)) throw new SiteException(SiteFailure.NotValid, $"{path} is not a vault.", "It was left as it is. Move it away if it is something else.");
        if (file.Length < HeaderBytes) throw Damaged(path, "it is cut off");

        var version = BinaryPrimitives.ReadUInt16LittleEndian(file[VersionAt..]);
        if (!SHA256.HashData(file[..DigestAt]).AsSpan(0, HeaderBytes - DigestAt).SequenceEqual(file[DigestAt..HeaderBytes]))
        {
            throw version > Version
                ? Newer(path, version)
                : Damaged(path, "its header was changed");
        }

        if (version != Version) throw Newer(path, version);
        var iterations = BinaryPrimitives.ReadInt32LittleEndian(file[IterationsAt..]);
        if (iterations is < VaultKey.MinIterations or > VaultKey.MaxIterations) throw Damaged(path, "the cost of its passphrase is out of range");
        var length = BinaryPrimitives.ReadInt32LittleEndian(file[LengthAt..]);
        if (length < 0 || file.Length - HeaderBytes - TagBytes < length) throw Damaged(path, "it is cut off");
        if (file.Length - HeaderBytes - TagBytes > length) throw Damaged(path, "something was added to its end");
    }

    /// <summary>An error that says that the vault cannot be used, and how.</summary>
    public static SiteException Damaged(string path, string how, Exception? cause = null) =>
        new(SiteFailure.NotValid, $"the vault {path} is damaged: {how}.", "It was left as it is. Restore it from a backup, or move it away and save the passwords anew with \"sealift site passwd NAME\".", cause);

    private static SiteException Newer(string path, int version) =>
        new(SiteFailure.NotValid, $"the vault {path} was written by a newer sealift (version {version} of its format; this one reads {Version}).", "It was left as it is. Use the newer sealift.");
}
