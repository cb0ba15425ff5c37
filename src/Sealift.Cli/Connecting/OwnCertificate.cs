using Sealift.Cli.Output;
using Sealift.Tls;

namespace Sealift.Cli.Connecting;

/// <summary>The certificate of this side, from the files of --cert and --key.</summary>
internal static class OwnCertificate
{
    /// <summary>Opens an encrypted key or PFX file. An option would show it to everybody on the machine.</summary>
    public const string PasswordVariable = "SEALIFT_CERT_PASSWORD";

    /// <summary>Loads it.</summary>
    /// <param name="certificate">The file.</param>
    /// <param name="key">The file of the key, if it has its own.</param>
    /// <param name="passphrase">What opens the key where the environment does not say.</param>
    public static TlsCertificate Load(string certificate, string? key, string? passphrase = null)
    {
        foreach (var file in (string?[])[certificate, key])
        {
            if (file is not null && !File.Exists(file))
                throw CommandException.Local($"{file}: no such file", "--cert and --key name files on this machine.");
        }

        var password = Environment.GetEnvironmentVariable(PasswordVariable);
        return TlsCertificate.Load(certificate, key, string.IsNullOrEmpty(password) ? passphrase : password);
    }
}
