using System.Globalization;
using System.Runtime.CompilerServices;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Transfer.Planning.Walking;

namespace Sealift.Transfer;

/// <summary>One of the two trees of a transfer: a directory of a store, with what must be known of the store.</summary>
public sealed class TransferSide : IAsyncDisposable
{
    private readonly IAsyncDisposable? _owned;

    private TransferSide(IFileStore store, FtpPath root, string name, TransferSideKind kind, string identity, StoreTraits traits, IAsyncDisposable? owned)
    {
        Store = store;
        Root = root;
        Name = name;
        Kind = kind;
        Identity = identity;
        Traits = traits;
        _owned = owned;
    }

    /// <summary>The store.</summary>
    public IFileStore Store { get; }

    /// <summary>The directory of the store that the transfer is about. Every path of a plan is relative to it.</summary>
    public FtpPath Root { get; }

    /// <summary>What people call it: a directory or a URL without secrets.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public TransferSideKind Kind { get; }

    /// <summary>Equal for two sides exactly when their stores are the same, so that equal paths mean the same file.</summary>
    public string Identity { get; }

    /// <summary>What names and times the store can hold.</summary>
    public StoreTraits Traits { get; }

    /// <summary>The pool of sessions behind an FTP side; null for the others.</summary>
    public FtpClientPool? Pool { get; private init; }

    /// <summary>A directory of this machine.</summary>
    /// <param name="directory">The directory, which must exist.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static TransferSide Local(string directory)
    {
        var store = new LocalFileStore(directory);
        return new TransferSide(store, FtpPath.Root, directory, TransferSideKind.Local, "local:" + store.Root, StoreTraits.ForThisMachine, owned: null);
    }

    /// <summary>A directory of this machine that need not be there yet.</summary>
    /// <param name="directory">The directory.</param>
    /// <exception cref="DirectoryNotFoundException">Nothing of its path is there.</exception>
    /// <exception cref="FormatException">A name in the path is none that a transfer can handle.</exception>
    public static TransferSide LocalOrNew(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var existing = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var missing = new Stack<string>();
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } above)
        {
            missing.Push(Path.GetFileName(existing));
            existing = above;
        }

        if (missing.Count == 0) return Local(directory);
        var store = new LocalFileStore(existing);
        var root = missing.Aggregate(FtpPath.Root, static (walked, name) => walked.Append(name));
        return new TransferSide(store, root, directory, TransferSideKind.Local, "local:" + store.Root, StoreTraits.ForThisMachine, owned: null);
    }

    /// <summary>A directory of an FTP server. The side owns the pool and disposes it.</summary>
    /// <param name="pool">The sessions.</param>
    /// <param name="root">The directory.</param>
    /// <param name="name">What people call it, without secrets, such as a URL.</param>
    /// <param name="identity">Who is logged in where, such as "alice@ftp.example.org:21": equal for two sides that see the same files.</param>
    public static TransferSide Ftp(FtpClientPool pool, FtpPath root, string name, string identity) => Ftp(pool, root, name, identity, pool);

    /// <summary>A directory of an FTP server, whose sessions somebody else may go on with.</summary>
    /// <param name="pool">The sessions.</param>
    /// <param name="root">The directory.</param>
    /// <param name="name">What people call it, without secrets, such as a URL.</param>
    /// <param name="identity">Who is logged in where, such as "alice@ftp.example.org:21": equal for two sides that see the same files.</param>
    /// <param name="owned">What the side owns in place of the pool, such as the right to use it; disposed with the side.</param>
    public static TransferSide Ftp(FtpClientPool pool, FtpPath root, string name, string identity, IAsyncDisposable owned)
    {
        var store = new FtpFileStore(pool, leaveOpen: true);
        return new TransferSide(store, root, name, TransferSideKind.Ftp, "ftp:" + identity, StoreTraits.ForFtp, owned) { Pool = pool };
    }

    /// <summary>A directory of any store, which stays the caller's.</summary>
    /// <param name="store">The store.</param>
    /// <param name="root">The directory.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="traits">What the store can hold; anything by default.</param>
    public static TransferSide Of(IFileStore store, FtpPath root, string name, StoreTraits? traits = null)
    {
        var identity = "store:" + RuntimeHelpers.GetHashCode(store).ToString(CultureInfo.InvariantCulture);
        return new TransferSide(store, root, name, TransferSideKind.Other, identity, traits ?? StoreTraits.Any, owned: null);
    }

    /// <summary>Makes the root of the side, with the directories on the way to it that are missing.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask CreateRootAsync(CancellationToken cancellationToken = default)
    {
        // Each time it is looked what is there, so that nothing is made twice.
        var look = new PatientLook(this, Pool?.Options.TimeProvider ?? TimeProvider.System);
        await look.AskAsync(MakeMissingAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes what the side owns.</summary>
    public ValueTask DisposeAsync() => _owned?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async ValueTask<int> MakeMissingAsync(CancellationToken cancellationToken)
    {
        // From below: what is above a login directory may not even be looked at.
        var missing = new Stack<FtpPath>();
        for (var path = Root; path is { IsTop: false } && await Store.FindAsync(path, cancellationToken).ConfigureAwait(false) is null; path = path.Parent)
            missing.Push(path);
        var made = missing.Count;
        while (missing.TryPop(out var path)) await Store.CreateDirectoryAsync(path, cancellationToken).ConfigureAwait(false);
        return made;
    }
}
