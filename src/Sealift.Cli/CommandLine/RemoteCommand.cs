using System.CommandLine;
using Sealift.Cli.Connecting;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.CommandLine;

/// <summary>A command that works in one session.</summary>
internal abstract class RemoteCommand(Terminal terminal, string name, string summary) : SealiftCommand(terminal, name, summary)
{
    private ConnectionOptions? _connection;

    public sealed override IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> OptionGroups =>
        [.. OwnGroups, ("Connection, login and trust", Connection.All), TraceGroup];

    /// <summary>Groups of the command's own options, which come before those of the connection.</summary>
    protected IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> OwnGroups { get; init; } = [];

    private ConnectionOptions Connection =>
        _connection ?? throw new InvalidOperationException("The command did not take the connection's options.");

    /// <summary>Adds the options of the connection, after the command's own.</summary>
    /// <param name="isTrace">Whether the session's picture is what the command is for.</param>
    protected void TakeConnectionOptions(bool isTrace = false)
    {
        _connection = new ConnectionOptions(this);
        TakeTraceOptions(isTrace);
    }

    /// <summary>Opens the session.</summary>
    protected async Task<FtpClient> ConnectAsync(
        ParseResult arguments,
        RemoteLocation location,
        CancellationToken cancellationToken,
        FtpCompression compression = FtpCompression.Off)
    {
        var options = await ResolveAsync(arguments, location, cancellationToken) with { Compression = compression };
        return await FtpClient.ConnectAsync(options, cancellationToken);
    }

    /// <summary>What a session with the server needs.</summary>
    protected async Task<FtpClientOptions> ResolveAsync(
        ParseResult arguments, RemoteLocation location, CancellationToken cancellationToken, bool stdinIsData = false)
    {
        // One session, one transfer at a time: its socket's completions are best run where they are noticed, without another
        // thread in between (docs/decisions/0005). .NET reads this once, before the first socket.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        Terminal.Servers.Add(location.Server);
        var options = await Connection.ResolveAsync(Terminal, arguments, location, stdinIsData, cancellationToken);
        return Trace.Observe(arguments, options, Connection.ReadAll(arguments, location));
    }

    /// <summary>The entry at a path.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    protected static async Task<FtpEntry> FindAsync(FtpClient client, FtpPath path, CancellationToken cancellationToken) =>
        await client.FindAsync(path, cancellationToken)
        ?? throw CommandException.Refused($"{path}: no such file or directory on the server.", "\"sealift ls\" of its directory shows what is there.", code: FailureCode.NotThere);
}
