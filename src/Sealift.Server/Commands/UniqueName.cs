using System.Security.Cryptography;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server.Sessions;

namespace Sealift.Server.Commands;

/// <summary>A name that no file has, and that no other STOU gets while this one is under way.</summary>
internal sealed class UniqueName : IDisposable
{
    private const int MaxTries = 10;

    private readonly ServerContext _server;
    private readonly IFileStore _store;

    private UniqueName(ServerContext server, IFileStore store, FtpPath path, string told)
    {
        _server = server;
        _store = store;
        Path = path;
        Told = told;
    }

    /// <summary>The path.</summary>
    public FtpPath Path { get; }

    /// <summary>The path as the client is told: the name alone where it is in the session's directory.</summary>
    public string Told { get; }

    /// <summary>Takes the name that is wanted if it is free, else one that begins so.</summary>
    /// <exception cref="CommandRefusedException">None was found.</exception>
    public static async ValueTask<UniqueName> TakeAsync(FtpSession session, FtpPath wanted, CancellationToken cancellationToken)
    {
        var (server, store) = (session.Server, session.State.User!.Store);
        var directory = wanted.Parent ?? FtpPath.Root;
        for (var i = 0; i < MaxTries; i++)
        {
            var path = i == 0 ? wanted : directory.Append($"{wanted.Name}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
            if (!server.ReservedNames.TryAdd((store, path), 0)) continue;
            var name = new UniqueName(server, store, path, directory == session.State.Directory ? path.Name : path.ToString());
            try
            {
                if (await store.FindAsync(path, cancellationToken).ConfigureAwait(false) is null) return name;
            }
            catch
            {
                name.Dispose();
                throw;
            }

            name.Dispose();
        }

        throw new CommandRefusedException(450, "No free name was found.");
    }

    public void Dispose() => _server.ReservedNames.TryRemove((_store, Path), out _);
}
