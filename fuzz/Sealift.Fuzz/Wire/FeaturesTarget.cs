using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Fuzz.Wire;

/// <summary>The reply to FEAT: every text is read, and what is told of it agrees with its lines.</summary>
internal sealed class FeaturesTarget : FuzzTarget
{
    public override string Name => "feat";

    public override IReadOnlyList<string> Words =>
        [" MLST type*;size*;modify*;", " AUTH TLS;SSL", " AUTH TLS-C", " HASH SHA-256*;MD5", " MFF modify;", " REST STREAM", " UTF8", " SIZE", "211-", "211 End", "\n", ";", "*", " XCRC", " EPSV", " TVFS"];

    public override void Run(ReadOnlySpan<byte> input)
    {
        string[] lines = [.. FtpTextEncoding.Utf8.Decode(input).Split('\n').Select(static line => line.Trim('\r').Replace("\0", "", StringComparison.Ordinal))];
        var features = FtpFeatures.Parse(FtpReply.Received(211, lines));
        Claim.Holds(lines.Length >= 3 || features == FtpFeatures.None);
        foreach (var line in features.Lines)
        {
            var name = line.Split(' ')[0];
            Claim.Holds(features.Has(name) && features.Has(name.ToLowerInvariant()) && features.Find(name) is not null);
        }

        Claim.Holds(features.AuthMechanisms.Distinct(StringComparer.OrdinalIgnoreCase).Count() == features.AuthMechanisms.Count);
        Claim.Holds(features.HashAlgorithms.SequenceEqual(features.HashAlgorithms.Distinct().OrderDescending()));
        Claim.Holds(features.MlstFacts.Concat(features.ModifiableFacts).All(static fact => fact.Length > 0 && !fact.Contains(';')));
        Claim.Holds(features.Mlst == features.Has("MLST") && (!features.RestStream || features.Has("REST")));
    }
}
