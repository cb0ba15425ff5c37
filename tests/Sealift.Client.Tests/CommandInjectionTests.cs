using Sealift.Core;
using Sealift.Core.Wire;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests;

/// <summary>No text that reaches the library from outside becomes a second command; nothing of it is sent.</summary>
[Trait("Threat", "T11")]
[Trait("Peer", "hostile")]
public sealed class CommandInjectionTests
{
    public static TheoryData<string> Bad =>
        ["a\rb", "a\nb", "a\0b", "a\r\nDELE x", "\r\n", "a\u007F", "a\u001Bb", "a\tb", "half \uD800 pair"];

    [Theory]
    [MemberData(nameof(Bad))]
    public void Path_cannot_be_made_of_it(string text)
    {
        Assert.Throws<FormatException>(() => FtpPath.Parse(text));
        Assert.Throws<FormatException>(() => FtpPath.Root.Append(text));
        Assert.False(FtpPath.TryParse(text, out _));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Credential_cannot_be_made_of_it(string text)
    {
        Assert.Throws<ArgumentException>(() => FtpCredential.WithPassword(text, Secret));
        var error = Assert.Throws<ArgumentException>(() => FtpCredential.WithPassword(User, Secret + text));
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Command_cannot_be_made_of_it(string text)
    {
        Assert.Throws<ArgumentException>(() => new FtpCommand("SITE", text));
        Assert.Throws<ArgumentException>(() => new FtpCommand(text));
    }

    [Theory]
    [InlineData("ftp://joe:pass%0D%0ADELE%20x@127.0.0.1/")]
    [InlineData("ftp://joe%0D%0ADELE%20x@127.0.0.1/")]
    [InlineData("ftp://127.0.0.1/a%0D%0ADELE%20x")]
    [InlineData("ftp://127.0.0.1/a%00b")]
    [InlineData("ftp://127.0.0.1%0D%0A/a")]
    public void Url_cannot_carry_it(string url) => Assert.ThrowsAny<FormatException>(() => FtpClientOptions.From(FtpUrl.Parse(url)));

    [Theory]
    [InlineData("\u010A")] // a narrowing encoder makes LF of it
    [InlineData("\u560D")] // and CR of this
    [InlineData("\u2028")]
    [InlineData("\u0085")]
    [InlineData("ÿ")]
    public async Task Character_that_only_looks_like_a_line_end_arrives_whole_in_one_command(string character)
    {
        var name = $"a{character}b";
        await using var peer = ScriptedFtpPeer.Start(async session =>
        {
            session.Answers["DELE"] = "250 Gone.";
            session.Answers["MKD"] = "257 \"x\" made.";
            session.Answers["RNFR"] = "350 To?";
            session.Answers["RNTO"] = "250 Renamed.";
            session.Answers["SITE"] = "200 Whatever.";
            session.Answers["MFMT"] = "213 Set.";
            session.Answers["SIZE"] = "213 5";
            session.Answers["MDTM"] = "213 20260102030405";
            session.Answers["RMD"] = "250 Gone.";
            await session.BeginExplicitAsync();
            await session.AnswerToTheEndAsync();
        });
        var path = FtpPath.Parse(name);
        await using (var client = await peer.ConnectAsync(options => options with { Credential = FtpCredential.WithPassword(name, name) }))
        {
            await client.CreateDirectoryAsync(path, Stop);
            await client.RenameAsync(path, path, Stop);
            await client.DeleteFileAsync(path, Stop);
            await client.DeleteDirectoryAsync(path, Stop);
            await client.SetModifiedAsync(path, DateTimeOffset.UnixEpoch, Stop);
            Assert.Equal(5, await client.GetSizeAsync(path, Stop));
            Assert.NotNull(await client.GetModifiedAsync(path, Stop));
            await client.ExecuteAsync(new FtpCommand("SITE", name), Stop);
            await client.QuitAsync(Stop);
        }

        await peer.Completion;
        Assert.Equal(
            [
                $"USER {name}", $"PASS {name}", "PBSZ 0", "PROT P", "FEAT", "OPTS UTF8 ON", "TYPE I", "EPSV", $"MKD {name}",
                $"RNFR {name}", $"RNTO {name}", $"DELE {name}", $"RMD {name}", $"MFMT 19700101000000 {name}", $"SIZE {name}",
                $"MDTM {name}", $"SITE {name}", "QUIT",
            ],
            Assert.Single(peer.Sessions).CommandsInTls);
    }
}
