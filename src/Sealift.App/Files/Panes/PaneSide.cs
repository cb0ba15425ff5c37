using Sealift.App.Connecting;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Core.Wire;
using Sealift.Transfer;

namespace Sealift.App.Files.Panes;

/// <summary>What a pane looks at: this machine, or a server.</summary>
public sealed class PaneSide : IAsyncDisposable
{
    private readonly string _root;

    private PaneSide(IFileStore store, string title, StoreTraits traits, string root)
    {
        Store = store;
        Title = title;
        Traits = traits;
        _root = root;
    }

    /// <summary>The files.</summary>
    public IFileStore Store { get; }

    /// <summary>What people call it.</summary>
    public string Title { get; }

    /// <summary>What names and times it can hold.</summary>
    public StoreTraits Traits { get; }

    /// <summary>Whether it is this machine.</summary>
    public bool IsLocal => Remote is null;

    /// <summary>Where it begins: the home, or the login directory.</summary>
    public FtpPath Home { get; private init; } = FtpPath.Root;

    /// <summary>The server; null for this machine.</summary>
    internal RemoteSite? Remote { get; private init; }

    /// <summary>The whole disk of this machine.</summary>
    public static PaneSide Local()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var root = Path.GetPathRoot(Path.GetFullPath(home.Length > 0 ? home : ".")) ?? "/";
        var side = new PaneSide(new LocalFileStore(root), "This machine", StoreTraits.ForThisMachine, root) { Home = PathIn(root, home) };
        return side;
    }

    /// <summary>Any store, as if it were this machine's.</summary>
    public static PaneSide Of(IFileStore store, string title) => new(store, title, StoreTraits.Any, "/");

    /// <summary>A server.</summary>
    internal static async Task<PaneSide> OfAsync(RemoteSite site, CancellationToken cancellationToken)
    {
        await using var lease = await site.Pool.RentAsync(cancellationToken);

        // RFC 959 section 4.1.3: PWD tells where the session is. With it, paths begin at the server's top, and one can go above the login directory.
        var reply = await lease.Client.ExecuteAsync(new FtpCommand("PWD"), cancellationToken);
        var home = reply.Code == 257 && PwdFormat.TryParse(reply.Message, out var here) && here.IsAbsolute ? here : FtpPath.Home;
        return new PaneSide(site.Store, site.Title, StoreTraits.ForFtp, "") { Remote = site, Home = home };
    }

    /// <summary>The path of a full path of this machine.</summary>
    /// <exception cref="FormatException">A name in it is none that can be used.</exception>
    public FtpPath PathOf(string fullPath) => PathIn(_root, fullPath);

    /// <summary>The full path on this machine, or the place on a server as a job of the queue names it.</summary>
    /// <param name="path">The path.</param>
    /// <param name="isDirectory">Whether it is written as a directory, with a slash at its end.</param>
    public string AddressOf(FtpPath path, bool isDirectory = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Remote is not { } remote)
        {
            var full = Path.Join([_root, .. path.Segments]);
            return isDirectory && !Path.EndsInDirectorySeparator(full) ? full + Path.DirectorySeparatorChar : full;
        }

        if (remote.Location.Site is null) return remote.Location.Url.WithPath(path, isDirectory).ToString();
        var text = path.IsAbsolute ? path.ToString() : FromStart(remote, path);
        return remote.Address + (isDirectory && text.Length > 0 && text[^1] != '/' ? text + "/" : text);
    }

    /// <summary>The place as everybody can use it: a URL without a password, or a full path.</summary>
    public string UrlOf(FtpPath path, bool isDirectory = false) =>
        Remote is { } remote ? remote.Location.Url.WithPath(path, isDirectory).ToString() : AddressOf(path, isDirectory);

    /// <summary>Whether an entry leads into a directory; a link is followed.</summary>
    public async Task<bool> IsDirectoryAsync(FtpPath path, FtpEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Kind is FtpEntryKind.Directory) return true;
        if (entry.Kind is FtpEntryKind.File or FtpEntryKind.Other) return false;
        if (Remote is null) return await Store.FindAsync(path, cancellationToken) is { Kind: FtpEntryKind.Directory };
        await using var lease = await Remote.Pool.RentAsync(cancellationToken);
        return await lease.Client.IsDirectoryAsync(path, cancellationToken);
    }

    /// <summary>Sets the nine permission bits of Unix.</summary>
    public async Task SetPermissionsAsync(FtpPath path, int mode, CancellationToken cancellationToken)
    {
        if (Remote is not null)
        {
            await using var lease = await Remote.Pool.RentAsync(cancellationToken);
            await lease.Client.SetPermissionsAsync(path, (UnixFileMode)mode, cancellationToken);
        }
        else if (Store is IPermissionStore store)
        {
            await store.SetPermissionsAsync(path, mode, cancellationToken);
        }
        else
        {
            throw new FileStoreException(FileStoreError.NotPermitted, path, "there are no such permissions here");
        }
    }

    /// <summary>Closes the sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Remote is not null) await Remote.DisposeAsync();
    }

    // A path from the login directory, as seen from where the site begins.
    private static string FromStart(RemoteSite remote, FtpPath path)
    {
        var start = remote.Location.Site!.Url().Path;
        if (start.IsAbsolute || start.IsTop) return path.IsTop ? "" : path.ToString();
        if (path.IsWithin(start)) return string.Join('/', path.Segments.Skip(start.Segments.Count));
        return string.Join('/', Enumerable.Repeat("..", start.Segments.Count).Concat(path.Segments));
    }

    private static FtpPath PathIn(string root, string fullPath) =>
        Path.GetRelativePath(root, Path.GetFullPath(fullPath)).Split(Path.DirectorySeparatorChar).Where(static name => name is not ("." or ""))
            .Aggregate(FtpPath.Root, static (path, name) => path.Append(name));
}
