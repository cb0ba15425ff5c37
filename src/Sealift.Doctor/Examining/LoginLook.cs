using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Doctor.Examining;

/// <summary>What came of logging in, which is tried once.</summary>
/// <param name="Elapsed">From the first packet until the session was ready.</param>
/// <param name="Failure">Why there was no session; null where there was one.</param>
/// <param name="Profile">How the server was recognised.</param>
/// <param name="Features">What it lists after the login.</param>
/// <param name="Welcome">Its answer to the login; null where it failed.</param>
internal sealed record LoginLook(
    TimeSpan Elapsed, FtpException? Failure, ServerProfileChoice Profile, FtpFeatures Features, FtpReply? Welcome);
