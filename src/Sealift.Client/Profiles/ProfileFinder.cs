using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Profiles;

/// <summary>The profile of a session that is being made: each thing that the server says may tell more.</summary>
/// <param name="chosen">The one that an option names, which is then final; null if none does.</param>
/// <param name="greeting">The server's greeting.</param>
internal sealed class ProfileFinder(ServerProfileChoice? chosen, FtpReply greeting)
{
    /// <summary>The profile as far as is known.</summary>
    public ServerProfileChoice Choice { get; private set; } = chosen ?? ProfileCatalog.Recognise(greeting);

    /// <summary>What it changes.</summary>
    public ProfileRules Rules => Choice.Profile.Effects;

    /// <summary>Whether nothing was recognised yet, so that SYST is worth asking.</summary>
    public bool IsOpen => chosen is null && Choice.Profile == ServerProfile.Generic;

    /// <summary>Takes what the server lists under FEAT and, where it was asked, its answer to SYST.</summary>
    public void Hear(FtpFeatures features, FtpReply? system = null)
    {
        if (chosen is null) Choice = ProfileCatalog.Recognise(greeting, features, system);
    }
}
