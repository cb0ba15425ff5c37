
namespace Sealift.Tls.Trust;

/// <summary>
/// The servers whose keys the user trusts, in a text file that people can read and edit (its format is in docs/tls.md).
/// The file is read anew for every question, so that several processes can share it; changes are made under a lock and
/// replace the file as a whole. An absent file holds no hosts.
/// </summary>
/// <remarks>A file that is damaged, of a newer version or unreadable is never overwritten: every member throws instead.</remarks>
public sealed class TrustStore
{

    private readonly TimeProvider _time;

    /// <summary>Uses a file of known hosts. Nothing is read or made yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="timeProvider">The clock of the lock's patience (10 s); null means the system's.</param>
    public TrustStore(string path, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>
    /// The user's own file: <c>SEALIFT_KNOWN_HOSTS</c> if set, else <c>sealift/known_hosts</c> in <c>%APPDATA%</c> on Windows and in
    /// <c>$XDG_CONFIG_HOME</c> or <c>~/.config</c> elsewhere.
    /// </summary>
    /// <exception cref="TlsException">There is no home directory (<see cref="TlsFailure.TrustStoreUnusable"/>).</exception>
    public static string DefaultPath
    {
        get
        {
            var path = Environment.GetEnvironmentVariable("SEALIFT_KNOWN_HOSTS");
            return string.IsNullOrEmpty(path) ? System.IO.Path.Join(ConfigurationFolder(), "sealift", "known_hosts") : path;
        }
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>All known hosts, in the file's order.</summary>
    /// <exception cref="TlsException">The file cannot be used (<see cref="TlsFailure.TrustStoreUnusable"/>).</exception>
    public async ValueTask<IReadOnlyList<KnownHost>> ListAsync(CancellationToken cancellationToken = default)
    {
        var file = await KnownHostsFile.ReadAsync(Path, cancellationToken).ConfigureAwait(false);
        return [.. file.Hosts];
    }

    /// <summary>The entry of one host and port; null if there is none.</summary>
    /// <exception cref="TlsException">The file cannot be used (<see cref="TlsFailure.TrustStoreUnusable"/>).</exception>
    public async ValueTask<KnownHost?> FindAsync(string host, int port, CancellationToken cancellationToken = default)
    {
        var file = await KnownHostsFile.ReadAsync(Path, cancellationToken).ConfigureAwait(false);
        return file.Find(TrustCommand.Place(host, port));
    }

    /// <summary>Adds a host.</summary>
    /// <param name="host">The entry.</param>
    /// <param name="replace">Whether an entry with another key may be replaced. Default false.</param>
    /// <param name="cancellationToken">Gives up, with the file unchanged.</param>
    /// <returns>False, with the file unchanged, if the place has an entry with another key and may not be replaced.</returns>
    /// <exception cref="TlsException">The file cannot be used (<see cref="TlsFailure.TrustStoreUnusable"/>).</exception>
    public async ValueTask<bool> AddAsync(KnownHost host, bool replace = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        return await ChangeAsync(
            file =>
            {
                var present = file.Find(TrustCommand.Place(host.Host, host.Port));
                if (present is not null && present.Pin != host.Pin && !replace) return false;
                file.Set(host);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets a host.</summary>
    /// <returns>False if it was not known.</returns>
    /// <exception cref="TlsException">The file cannot be used (<see cref="TlsFailure.TrustStoreUnusable"/>).</exception>
    public ValueTask<bool> RemoveAsync(string host, int port, CancellationToken cancellationToken = default)
    {
        var place = TrustCommand.Place(host, port);
        return File.Exists(Path) ? ChangeAsync(file => file.Remove(place), cancellationToken) : ValueTask.FromResult(false);
    }

    private static string ConfigurationFolder()
    {
        if (OperatingSystem.IsWindows()) return Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);

        // XDG Base Directory Specification: a relative value is to be ignored.
        var folder = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        if (System.IO.Path.IsPathFullyQualified(folder ?? "")) return folder!;

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? System.IO.Path.Join(home, ".config")
            : throw new TlsException(
                TlsFailure.TrustStoreUnusable,
                "There is no home directory to keep the known hosts in.",
                "Set SEALIFT_KNOWN_HOSTS to the file to use.");
    }

    private async ValueTask<bool> ChangeAsync(Func<KnownHostsFile, bool> change, CancellationToken cancellationToken)
    {
        try
        {
            return await OwnerFile.ChangeAsync(
                Path,
                async path =>
                {
                    var file = await KnownHostsFile.ReadAsync(path, cancellationToken).ConfigureAwait(false);
                    return change(file) ? file.ToBytes() : null;
                },
                _time,
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not TlsException)
        {
            throw new TlsException(
                TlsFailure.TrustStoreUnusable,
                $"The known hosts in {Path} cannot be changed: {e.Message}",
                "The folder must exist or be creatable, and be writable.",
                e);
        }
    }
}
