using Sealift.Core.Wire;

namespace Sealift.Core.Tests;

public sealed class FtpFeaturesTests
{
    [Fact]
    public void Features_are_read_with_their_parameters()
    {
        var features = FtpFeatures.Parse(new FtpReply(
            211, "Features:", " MLST type*;size*;modify;UNIX.mode*;", " REST STREAM", " SIZE", " MDTM", " MFMT", " UTF8", " EPSV", " TVFS", "End"));

        Assert.True(features is { Mlst: true, RestStream: true, Size: true, Mdtm: true, Mfmt: true, Utf8: true, Epsv: true, Tvfs: true });
        Assert.Equal(["type", "size", "modify", "UNIX.mode"], features.MlstFacts);
        Assert.Equal("STREAM", features.Find("rest"));
        Assert.Equal("", features.Find("SIZE"));
        Assert.Null(features.Find("HASH"));
        Assert.Equal(8, features.Lines.Count);
    }

    [Fact]
    public void Odd_spaces_and_repeated_codes_do_not_matter()
    {
        var features = FtpFeatures.Parse(new FtpReply(211, "Extensions supported:", "   SIZE", "211-MDTM", "\tUTF8 ", "", "END"));

        Assert.True(features is { Size: true, Mdtm: true, Utf8: true, Mlst: false });
        Assert.Equal(["SIZE", "MDTM", "UTF8"], features.Lines);
    }

    [Fact]
    public void Auth_mechanisms_of_all_lines_and_spellings_are_found()
    {
        var iis = FtpFeatures.Parse(new FtpReply(211, "Extended features supported:", " AUTH TLS;TLS-C;SSL;TLS-P;", " PBSZ", "END"));
        var vsftpd = FtpFeatures.Parse(new FtpReply(211, "Features:", " AUTH SSL", " auth tls", " AUTH TLS", "End"));

        Assert.Equal(["TLS", "TLS-C", "SSL", "TLS-P"], iis.AuthMechanisms);
        Assert.Equal(["SSL", "TLS"], vsftpd.AuthMechanisms);
    }

    [Fact]
    public void Rest_without_stream_is_not_rest_stream() =>
        Assert.False(FtpFeatures.Parse(new FtpReply(211, "F", " REST", "End")).RestStream);

    [Fact]
    public void A_refusal_or_a_single_line_means_no_features()
    {
        Assert.Same(FtpFeatures.None, FtpFeatures.Parse(new FtpReply(502, "What?")));
        Assert.Same(FtpFeatures.None, FtpFeatures.Parse(new FtpReply(211, "No features")));
        Assert.False(FtpFeatures.None.Mlst);
    }
}
