using CsCheck;
using Sealift.Tls.Trust;

namespace Sealift.Tls.Tests.Trust;

/// <summary>The lines of the known hosts: what was written is what is trusted afterwards.</summary>
public sealed class KnownHostLineTests
{
    private const string Nasty = "ab \"\\'-#:[]/,=\t\r\n\0\x1b\x7f\u0085\u00a0éß中\u2028\u202e\ud800\udc00\ufffd%";

    private static readonly Gen<string?> Text = Gen.OneOf(
        Gen.Const((string?)null),
        Gen.Char[Nasty].Array[0, 30].Select(static chars => (string?)new string(chars)));

    private static readonly Gen<DateTimeOffset> Time = Gen.Long[0, 253_402_300_799].Select(DateTimeOffset.FromUnixTimeSeconds);

    private static readonly Gen<KnownHost> Hosts =
        from host in Gen.OneOf(
            Gen.Int[0, 5].Select(static i => (string[])["ftp.example.org", "h", "127.0.0.1", "::1", "2001:db8::1", "bücher.example"]).Select(Gen.Int[0, 5], static (names, i) => names[i]),
            Gen.Char["abc09.-_é"].Array[1, 20].Select(static chars => new string(chars)))
        from port in Gen.Int[0, 65535]
        from key in Gen.Byte.Array[32]
        from added in Time
        from validity in Gen.Select(Time, Time)
        from isDated in Gen.Bool
        from texts in Text.Array[4]
        select new KnownHost
        {
            Host = host,
            Port = port,
            Pin = SpkiPin.Parse("sha256//" + Convert.ToBase64String(key)),
            Added = added,
            NotBefore = isDated ? validity.Item1 : null,
            NotAfter = isDated ? validity.Item2 : null,
            Subject = texts[0],
            Issuer = texts[1],
            Names = texts[2],
            Key = texts[3],
        };

    [Fact]
    public void Reading_what_was_written_gives_the_same_host() => Hosts.Sample(static host =>
    {
        var line = KnownHostLine.Format(host);

        Assert.DoesNotContain(line, char.IsControl);
        Assert.Equal(host, KnownHostLine.Parse(line, out _));
        Assert.Equal(line, KnownHostLine.Format(KnownHostLine.Parse(line, out _)!));
    });

    [Fact]
    public void A_line_that_lost_its_end_is_a_fault_or_a_shorter_text_and_never_another_key() =>
        Gen.Select(Hosts, Gen.Int[0, 400]).Sample(static (host, cut) =>
        {
            var line = KnownHostLine.Format(host);
            var read = KnownHostLine.Parse(line[..Math.Min(cut, line.Length)], out var fault);

            Assert.NotEqual("", fault);
            if (read is not null) Assert.Equal((host.Pin, host.Host, host.Port), (read.Pin, read.Host, read.Port));
        });

    [Fact]
    public void No_line_makes_the_parser_throw()
    {
        var words = Gen.Int[0, 9].Select(static i => ((string[])
            ["h:21", "[::1]:21", "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "2026-01-31T23:59:59Z", "-", "\"a", "\"", "\\u00", "\"\\uFFFF\"", " "])[i]);
        Gen.OneOf(Gen.Char[Nasty].Array[0, 60].Select(static chars => new string(chars)), words.Array[0, 12].Select(static words => string.Join(' ', words)))
            .Sample(static line =>
            {
                var host = KnownHostLine.Parse(line, out var fault);
                return host is not null ? KnownHostLine.Parse(KnownHostLine.Format(host), out _) == host : fault.Length > 0;
            });
    }
}
