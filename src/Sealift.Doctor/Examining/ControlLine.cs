using Sealift.Client.Control;
using Sealift.Core.Wire;
using Sealift.Tls;

namespace Sealift.Doctor.Examining;

/// <summary>
/// A control connection that a check talks on as it likes, with the client's own limits and grammar. It can say a password only inside
/// TLS, through <see cref="Examination.LogInOnLineAsync"/>.
/// </summary>
internal sealed class ControlLine(ControlConnection connection, TlsClient? tls, FtpReply greeting) : IAsyncDisposable
{
    private readonly List<string> _said = [];

    public ControlConnection Connection { get; } = connection;

    /// <summary>What secured it, for its data connections; null in clear text.</summary>
    public TlsClient? Tls => tls;

    /// <summary>The greeting.</summary>
    public FtpReply Greeting { get; } = greeting;

    /// <summary>The conversation so far, a line each, for evidence. Secrets are masked.</summary>
    public IReadOnlyList<string> Said => _said;

    /// <summary>Says a command and reads its final reply.</summary>
    /// <exception cref="Core.FtpException">The connection ended, or the reply did not come in time.</exception>
    public async Task<FtpReply> AskAsync(FtpCommand command, CancellationToken cancellationToken)
    {
        await Connection.SendAsync([command], cancellationToken).ConfigureAwait(false);
        FtpReply reply;
        do
        {
            reply = await Connection.ReadReplyInTimeAsync(command.ToString(), cancellationToken).ConfigureAwait(false);
            if (reply.IsPreliminary) Connection.ExpectAnother();
        }
        while (reply.IsPreliminary);
        _said.Add(Evidence.Of(command, reply));
        return reply;
    }

    /// <summary>Says a command without an argument that could be secret.</summary>
    public Task<FtpReply> AskAsync(string verb, CancellationToken cancellationToken) => AskAsync(new FtpCommand(verb), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync().ConfigureAwait(false);
        tls?.Dispose();
    }
}
