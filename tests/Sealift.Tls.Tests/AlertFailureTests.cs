namespace Sealift.Tls.Tests;

public sealed class AlertFailureTests
{
    [Theory]
    [InlineData("bad_record_mac", TlsFailure.BadRecord)]
    [InlineData("record_overflow", TlsFailure.BadRecord)]
    [InlineData("decode_error", TlsFailure.BadRecord)]
    [InlineData("handshake_failure", TlsFailure.PeerAlert)]
    [InlineData("access_denied", TlsFailure.PeerAlert)]
    public void An_alert_about_what_arrived_is_damage_and_every_other_one_is_a_refusal(string alert, TlsFailure failure) =>
        Assert.Equal(failure, AlertFailure.Of(alert));
}
