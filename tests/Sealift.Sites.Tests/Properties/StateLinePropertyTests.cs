using CsCheck;
using Sealift.Client;
using Sealift.TestKit;
using Sealift.Tls;

namespace Sealift.Sites.Tests.Properties;

/// <summary>The lines that are kept about servers.</summary>
public sealed class StateLinePropertyTests
{
    private static readonly Gen<string> Host = SiteGenerators.Any("ftp.example.org", "::1", "bücher.example", "10.0.0.1", "-x", "a=b");

    [Fact]
    public void Reading_what_was_written_gives_the_same_note()
    {
        var yesNo = SiteGenerators.Any<bool?>(null, true, false);
        var notes =
            from host in Host
            from port in Gen.Int[1, 65535]
            from minutes in Gen.Int[0, 100_000_000]
            from family in SiteGenerators.Any(null, "proftpd", "zos", "a=b")
            from flags in Gen.Select(yesNo, yesNo)
            from version in SiteGenerators.Any<TlsVersion?>(null, TlsVersion.Tls12, TlsVersion.Tls13)
            from implicitly in SiteGenerators.Any<FtpImplicitHandshake?>(null, FtpImplicitHandshake.AfterGreeting, FtpImplicitHandshake.BeforeGreeting)
            from sessions in Gen.OneOf(Gen.Const((int?)null), Gen.Int[1, int.MaxValue].Select(static number => (int?)number))
            select new ServerNote(host, port, DateTimeOffset.UnixEpoch.AddMinutes(minutes))
            {
                Family = family,
                Facts = new FtpHostFacts { Pipelining = flags.Item1, Epsv = flags.Item2, MaxTlsVersion = version, ImplicitHandshake = implicitly, Sessions = sessions },
            };

        notes.Sample(static note => Assert.Equal(note, ServerNoteLine.Read(ServerNoteLine.Write(note))));
    }

    [Fact]
    public void No_line_makes_the_reader_of_notes_throw()
    {
        var word = SiteGenerators.Any("h", "#", "21", "0", "65536", "2026-01-01T00:00Z", "epsv=no", "epsv=", "=", "tls-max=1.2", "sessions=0", "sessions=99999999999", "family=", "x");
        Gen.OneOf(word.Array[0, 8].Select(static words => string.Join(' ', words)), SiteGenerators.Text).Sample(static line =>
        {
            var note = ServerNoteLine.Read(line);
            return note is null || ServerNoteLine.Read(ServerNoteLine.Write(note)) == note;
        });
    }

    [Fact]
    public async Task Certificates_that_were_seen_are_read_as_they_were_written()
    {
        var time = Gen.Long[0, 253_402_300_799].Select(DateTimeOffset.FromUnixTimeSeconds);
        var seen = Gen.Select(Host, Gen.Int[1, 3], time, time, time, static (host, port, at, from, until) => new SeenCertificate(host, port, at, from, until));
        await seen.Array[1, 6].SampleAsync(
            static async all =>
            {
                using var directory = new TempDirectory();
                var certificates = new SeenCertificates(directory.Combine("certificates"));
                foreach (var one in all) await certificates.KeepAsync(one, TestContext.Current.CancellationToken);

                // The last of each server counts; when it was seen first stays where its dates are the same.
                foreach (var last in all.GroupBy(static one => (one.Host, one.Port)).Select(static group => group.Last()))
                {
                    var found = certificates.Find(last.Host, last.Port)!;
                    Assert.Equal((last.NotBefore, last.NotAfter), (found.NotBefore, found.NotAfter));
                }

                Assert.Equal(all.Select(static one => (one.Host, one.Port)).Distinct().Count(), certificates.Read().Count);
            },
            iter: 20);
    }

    [Fact]
    public void A_netrc_is_read_as_it_was_written()
    {
        var value = Gen.OneOf(SiteGenerators.Text, SiteGenerators.Any("machine", "login", "#", "a b", "\"", "\\"));
        var entries = Gen.Select(value, value, value, static (login, password, account) => new NetrcEntry("ftp.example.org", login, password, account)).Array[1, 5];

        Gen.Select(entries, SiteGenerators.Any(" ", "\n\t", "\r\n")).Sample(static (entries, gap) =>
        {
            var text = string.Join(gap, entries.Select(entry => string.Join(gap, "machine", entry.Machine, "login", Quoted(entry.Login), "password", Quoted(entry.Password), "account", Quoted(entry.Account))));
            Assert.Equal(entries, Netrc.Parse(text).Entries);
        });
    }

    [Fact]
    public void No_text_makes_the_reader_of_netrc_throw() =>
        Gen.OneOf(SiteGenerators.Text, SiteGenerators.Any("machine", "default", "login", "password", "macdef", " ", "\n", "\n\n", "\"", "\\", "#", "x").Array[0, 30].Select(string.Concat))
            .Sample(static text => Assert.All(Netrc.Parse(text).Entries, static entry => Assert.True(entry.Machine is null || entry.Machine.Length <= 1000)));

    private static string Quoted(string? text) => $"\"{text!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
