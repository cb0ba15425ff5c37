using Sealift.App.Live;
using Sealift.Cli.Connecting;
using Sealift.Tls.Trust;

namespace Sealift.App.Asking;

/// <summary>The person at the browser: what is asked waits here until a window shows it and somebody answers.</summary>
internal sealed class Person : IPerson, ILiveSource
{
    private readonly Lock _lock = new();
    private readonly List<Ask> _open = [];
    private readonly List<string> _remarks = [];

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

    /// <inheritdoc/>
    public async ValueTask<bool> ConfirmAsync(string question, CancellationToken cancellationToken) =>
        await WaitAsync(new ConfirmAsk(question), cancellationToken) is not null;

    /// <inheritdoc/>
    public async ValueTask<string?> TellSecretAsync(string question, CancellationToken cancellationToken)
    {
        SecretAsk ask;
        lock (_lock)
        {
            ask = new SecretAsk(question, [.. _remarks]);
            _remarks.Clear();
        }

        return await WaitAsync(ask, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TrustAsync(ServerIdentity server, TrustDecision refusal, CancellationToken cancellationToken) =>
        await WaitAsync(new TrustAsk(server, refusal), cancellationToken) is not null;

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
            lock (_lock) _open.Remove(ask);
            Changed?.Invoke();
        }
    }

    /// <summary>Something was said that belongs to the next question for a secret.</summary>
    public void Remark(string text)
    {
        lock (_lock)
        {
            _remarks.Add(text);
            if (_remarks.Count > 3) _remarks.RemoveAt(0);
        }
    }
}
