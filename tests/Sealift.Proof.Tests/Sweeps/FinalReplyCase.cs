using Sealift.Tls;

namespace Sealift.Proof.Tests.Sweeps;

/// <summary>How a server ends one transfer.</summary>
/// <param name="Verb">The command: RETR, LIST, MLSD or STOR.</param>
/// <param name="Version">The version of TLS.</param>
/// <param name="Final">The final reply; null for none.</param>
/// <param name="Silent">Where there is none: whether the control connection stays open, else it ends.</param>
/// <param name="Order">The order of the reply (R), the end of TCP (E) and close_notify (C); what comes after the end of TCP is never sent.</param>
internal sealed record FinalReplyCase(string Verb, TlsVersion Version, string? Final, bool Silent, string Order)
{
    /// <summary>Whether the end of the data is proven.</summary>
    public bool HasCloseNotify => Order.IndexOf('C', StringComparison.Ordinal) < Order.IndexOf('E', StringComparison.Ordinal);

    /// <summary>Whether it must be told as a success: then and only then.</summary>
    public bool IsGood => Final?[0] == '2' && (HasCloseNotify || Verb == "STOR");

    public override string ToString() => $"{Verb} {Version} {Final ?? (Silent ? "silence" : "the end")} in the order {Order}";
}
