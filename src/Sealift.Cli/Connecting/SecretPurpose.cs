namespace Sealift.Cli.Connecting;

/// <summary>What a secret is for, so that a dialog can say it.</summary>
internal enum SecretPurpose
{
    /// <summary>A password or passphrase of something that exists.</summary>
    Password,

    /// <summary>What a server asked for during the login: an account, a one-time password.</summary>
    Answer,

    /// <summary>What opens the vault.</summary>
    Vault,

    /// <summary>What the vault will be opened with from now on. A person behind a program gives it twice in one answer.</summary>
    NewVault,
}
