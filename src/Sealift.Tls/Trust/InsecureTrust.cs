namespace Sealift.Tls.Trust;

/// <summary>
/// Accepts every server, and says each time what a real judgement would have been. For the one who asked for it by name.
/// </summary>
public sealed class InsecureTrust : ServerTrust
{
    private readonly Action<ServerIdentity, TrustDecision> _warn;
    private readonly ServerTrust _judge;

    /// <summary>Accepts every server.</summary>
    /// <param name="warn">Called for each server with the judgement that was set aside: a refusal and why, or that none was due.</param>
    /// <param name="judge">Who judges; null means the system's roots.</param>
    public InsecureTrust(Action<ServerIdentity, TrustDecision> warn, ServerTrust? judge = null)
    {
        ArgumentNullException.ThrowIfNull(warn);
        _warn = warn;
        _judge = judge ?? new TrustPolicy();
    }

    /// <inheritdoc/>
    public override async ValueTask<TrustDecision> DecideAsync(ServerIdentity identity, CancellationToken cancellationToken)
    {
        var judgement = await JudgeAsync(identity, cancellationToken).ConfigureAwait(false);
        _warn(identity, judgement);
        return TrustDecision.Trusted("is not checked, as was asked for");
    }

    private async ValueTask<TrustDecision> JudgeAsync(ServerIdentity identity, CancellationToken cancellationToken)
    {
        try
        {
            return await _judge.DecideAsync(identity, cancellationToken).ConfigureAwait(false);
        }
        catch (TlsException e)
        {
            return TrustDecision.Refused(e.Message, e.Hint) with { Failure = e.Failure };
        }
    }
}
