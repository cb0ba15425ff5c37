using System.Runtime.InteropServices;

namespace Sealift.Tls.Tests;

public sealed partial class AlertNameTests
{
    [Fact]
    public void Alerts_have_the_names_that_libssl_gives_them()
    {
        Backends.RequireOpenSsl();
        var compared = 0;
        for (var description = 0; description <= byte.MaxValue; description++)
        {
            var theirs = Marshal.PtrToStringUTF8(SSL_alert_desc_string_long(description))!.Replace(' ', '_');
            if (theirs == "unknown") continue;
            Assert.Equal(theirs, HandshakeMessageParser.ParseAlert(sent: false, level: 2, (byte)description).Description, ignoreCase: true);
            compared++;
        }

        Assert.True(compared >= 30, $"libssl knows only {compared} alerts");
    }

    [Fact]
    public void An_alert_of_the_future_is_told_by_its_number() =>
        Assert.Equal("alert(250)", HandshakeMessageParser.ParseAlert(sent: false, level: 2, 250).Description);

    [LibraryImport("libssl.so.3")]
    private static partial nint SSL_alert_desc_string_long(int value);
}
