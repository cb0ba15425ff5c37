using Sealift.Client.Profiles;
using Sealift.Core;
using Sealift.Core.Wire;

namespace Sealift.Client.Tests.Profiles;

/// <summary>A server is recognised by what it says, and what it lists counts more than how it greets.</summary>
public sealed class RecognitionTests
{
    private const string Proftpd = "AUTH TLS|CCC|CLNT|CSID|EPRT|EPSV|HOST|LANG C.UTF-8*|MDTM|MFF modify;UNIX.group;UNIX.mode;|MFMT"
        + "|MLST modify*;perm*;size*;type*;unique*;UNIX.group*;UNIX.groupname*;UNIX.mode*;UNIX.owner*;UNIX.ownername*;|PBSZ|PROT"
        + "|REST STREAM|SIZE|SSCN|TVFS|UTF8";

    private const string Vsftpd = "AUTH TLS|UTF8|EPRT|EPSV|MDTM|PASV|PBSZ|PROT|REST STREAM|SIZE|TVFS";

    private const string Pureftpd = "UTF8|EPRT|IDLE|MDTM|SIZE|MFMT|REST STREAM|MLST type*;size*;sizd*;modify*;UNIX.mode*;UNIX.uid*;UNIX.gid*;unique*;"
        + "|MLSD|PRET|AUTH TLS|PBSZ|PROT|TVFS|ESTA|PASV|EPSV|ESTP";

    private const string Pyftpdlib = "AUTH SSL|AUTH TLS|EPRT|EPSV|MDTM|MFMT|MLST type*;perm*;size*;modify*;unique*;unix.mode;unix.uid;unix.gid;"
        + "|PBSZ|PROT|REST STREAM|SIZE|TVFS|UTF8";

    private const string Filezilla = "MDTM|REST STREAM|SIZE|MLST type*;size*;modify*;perm*;|MLSD|AUTH SSL|AUTH TLS|PROT|PBSZ|UTF8|TVFS|EPSV|EPRT|MFMT";

    private const string Iis = "LANG EN*|UTF8|AUTH TLS;TLS-C;SSL;TLS-P;|PBSZ|PROT C;P;|CCC|HOST|SIZE|MDTM|REST STREAM";

    private const string Servu = "UTF8|OPTS MODE;MLST;UTF8|CLNT|CSID Name; Version;|HOST domain|AUTH TLS;SSL;TLS-C;TLS-P;|PBSZ|PROT|CCC|SSCN"
        + "|RMDA directoryname|DSIZ|AVBL|EPRT|EPSV|MODE Z|REST STREAM|SIZE|MDTM|MFMT|MLST Type*;Size*;Create;Modify*;Perm;";

    private const string Drftpd = "MLST type*,x.crc32*,size*,modify*,unix.owner*|PRET|CPSV|NOOP|CLNT|AUTH TLS|PBSZ|SITE XDUPE|SSCN";

    private const string Little = "AUTH TLS|PBSZ|PROT";

    [Theory]
    [InlineData("vsftpd", "(vsFTPd 3.0.3)")]
    [InlineData("proftpd", "ProFTPD Server (Debian) [::1]")]
    [InlineData("proftpd", "ProFTPD 1.3.4a Server (FTP-Server)")]
    [InlineData("pureftpd", "---------- Welcome to Pure-FTPd [privsep] [TLS] ----------|You are user number 1 of 50 allowed.|Bye soon.")]
    [InlineData("filezilla", "FileZilla Server 1.7.2|Please visit https://filezilla-project.org/")]
    [InlineData("iis", "Microsoft FTP Service")]
    [InlineData("eft", "EFT Server Enterprise 8.0.0.0 ready")]
    [InlineData("eft", "GlobalSCAPE Secure FTP Server (v3.2)")]
    [InlineData("servu", "Serv-U FTP Server v15.0 ready...")]
    [InlineData("zos", "FTPD1 IBM FTP CS V2R3 at SYS1.EXAMPLE.ORG, 16:01:48 on 2025-04-09.|Connection will close if idle for more than 10 minutes.")]
    [InlineData("ibmi", "QTCP AT I5.EXAMPLE.ORG.|CONNECTION WILL CLOSE IF IDLE MORE THAN 5 MINUTES.")]
    [InlineData("openvms", "vax.example.org FTP-OpenVMS FTPD V5.5-3 (c) 2001 Process Software")]
    [InlineData("openvms", "vax.example.org MadGoat FTP server V2.3 ready.")]
    [InlineData("nonstop", "ns.example.org FTP SERVER T9552H02 (Version H02 TANDEM 11SEP2008) ready.")]
    [InlineData("glftpd", "night (glFTPd 2.01 Linux+TLS) ready.")]
    [InlineData("glftpd", "DrFTPD+ 2.0 (+STABLE+) ready")]
    [InlineData("pyftpdlib", "pyftpdlib 1.5.7 ready.")]
    public void Greeting_is_enough(string id, string greeting)
    {
        var choice = ProfileCatalog.Recognise(Reply(220, greeting));

        Assert.Equal(id, choice.Profile.Id);
        Assert.StartsWith("the greeting says \"", choice.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vsftpd", Vsftpd)]
    [InlineData("proftpd", Proftpd)]
    [InlineData("pureftpd", Pureftpd)]
    [InlineData("pyftpdlib", Pyftpdlib)]
    [InlineData("filezilla", Filezilla)]
    [InlineData("iis", Iis)]
    [InlineData("servu", Servu)]
    [InlineData("glftpd", Drftpd)]
    [InlineData("generic", Little)]
    [InlineData("generic", "AUTH TLS|EPSV|MDTM|MFMT|MLST type*;size*;modify*;|PBSZ|PROT|REST STREAM|SIZE|TVFS|UTF8")]
    public void What_it_lists_is_enough(string id, string features)
    {
        var choice = ProfileCatalog.Recognise(Reply(220, "Welcome to our server."), Features(features));

        Assert.Equal(id, choice.Profile.Id);
        if (id != "generic") Assert.StartsWith("FEAT lists ", choice.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zos", 215, "MVS is the operating system of this server. FTP Server is running on z/OS.")]
    [InlineData("zos", 215, "UNIX is the operating system of this server. FTP Server is running on z/OS.")]
    [InlineData("ibmi", 215, "OS/400 is the remote operating system. The TCP/IP version is \"V7R1M0\".")]
    [InlineData("openvms", 200, "VMS OpenVMS V8.4 on node NODE1.")]
    [InlineData("iis", 215, "Windows_NT")]
    [InlineData("generic", 215, "UNIX Type: L8")]
    [InlineData("generic", 502, "VMS OpenVMS is what I would say.")]
    public void Name_of_the_system_is_enough(string id, int code, string system)
    {
        var choice = ProfileCatalog.Recognise(Reply(220, "Welcome to our server."), Features(Little), Reply(code, system));

        Assert.Equal(id, choice.Profile.Id);
    }

    [Fact]
    public void What_a_server_lists_counts_more_than_what_it_calls_itself()
    {
        var greeting = Reply(220, "ProFTPD 1.2.11 Server (GNU/Linux)");

        Assert.Equal("glftpd", ProfileCatalog.Recognise(greeting, Features(Drftpd)).Profile.Id);
        Assert.Equal("proftpd", ProfileCatalog.Recognise(greeting, Features(Little)).Profile.Id);
    }

    [Fact]
    public void Long_and_strange_words_recognise_nothing_and_do_no_harm()
    {
        var choice = ProfileCatalog.Recognise(
            new FtpReply(220, [.. Enumerable.Repeat(new string('*', 8000) + "\x1b[31m\\?<>\"", 1000)]),
            Features(string.Join('|', Enumerable.Repeat("*?\\", 900))),
            new FtpReply(215, [new string('V', 60_000)]));

        Assert.Same(ServerProfile.Generic, choice.Profile);
    }

    private static FtpReply Reply(int code, string lines) => new(code, lines.Split('|'));

    private static FtpFeatures Features(string lines) => FtpFeatures.Parse(new FtpReply(211, ["Features:", .. lines.Split('|').Select(line => " " + line), "End"]));
}
