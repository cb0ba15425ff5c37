using Sealift.App.Live;
using Sealift.Cli.Connecting;
using Sealift.Tls.Trust;

namespace Sealift.App.Asking;

/// <summary>The person at the browser: what is asked waits here until a window shows it and somebody answers.</summary>
internal sealed class Person : IPerson, ILiveSource
{
    private readonly Lock _lock = new();
    private readonly List<Ask> _open = [];
    private long _trusted;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>What waits for an answer, in the order it was asked.</summary>
    public IReadOnlyList<Ask> Open
    {
        get
        {
            lock (_lock) return [.. _open];
        }
    }

    /// <summary>How often a server was trusted here.</summary>
    public long Trusted => Interlocked.Read(ref _trusted);

    /// <inheritdoc/>
    public async ValueTask<bool> ConfirmAsync(string question, CancellationToken cancellationToken) =>
        await WaitAsync(new ConfirmAsk(question), cancellationToken) is not null;

    /// <inheritdoc/>
    public async ValueTask<string?> TellSecretAsync(SecretQuestion question, CancellationToken cancellationToken) =>
        await WaitAsync(new SecretAsk(question), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> TrustAsync(ServerIdentity server, TrustDecision refusal, CancellationToken cancellationToken)
    {
        if (await WaitAsync(new TrustAsk(server, refusal), cancellationToken) is null) return false;
        Interlocked.Increment(ref _trusted);
        return true;
    }

    /// <summary>Asks what only the app asks.</summary>
    /// <returns>The answer; null where the person gives none.</returns>
    public async Task<string?> WaitAsync(Ask ask, CancellationToken cancellationToken)
    {
        lock (_lock) _open.Add(ask);
        Changed?.Invoke();
        try
        {
            return await ask.Answer.WaitAsync(cancellationToken);
        }
        finally
        {
            // Where nobody waits for the answer any more, no window shows the question any more.
            ask.Give(null);
            lock (_lock) _open.Remove(ask);
            Changed?.Invoke();
        }
    }
}
