namespace Sealift.Transfer.Tests.Wire;

/// <summary>A command that a <see cref="FaultPeer"/> heard.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Argument">The argument; empty for none.</param>
/// <param name="Session">The session, from 1 on.</param>
/// <param name="Count">How often this verb came so far on all sessions, from 1 on.</param>
internal sealed record PeerCommand(string Verb, string Argument, int Session, int Count)
{
    /// <summary>Whether the argument is the unfinished file of this name.</summary>
    public bool IsPart => Argument.EndsWith(Core.Stores.LocalFileStore.PartSuffix, StringComparison.Ordinal);
}
