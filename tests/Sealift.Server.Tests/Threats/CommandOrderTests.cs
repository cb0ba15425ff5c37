using System.Globalization;

namespace Sealift.Server.Tests.Threats;

/// <summary>Commands in any order, against an oracle that knows the states of RFC 959 section 5.4 and nothing of the server's code.</summary>
[Trait("Threat", "T15")]
[Trait("Threat", "T38")]
[Trait("Fault", "F20")]
[Trait("Peer", "hostile")]
public sealed class CommandOrderTests
{
    private const int Commands = 150;

    private static readonly string[] Vocabulary =
    [
        "USER anna", "USER nobody", "PASS right", "PASS", "ACCT x", "AUTH TLS", "AUTH X", "PBSZ 0", "PBSZ x", "PROT P", "PROT C", "PROT X", "CCC", "REIN", "NOOP", "FEAT", "SYST", "HELP", "PWD", "CWD /", "CWD nowhere", "CDUP", "TYPE I", "TYPE X",
        "MODE S", "MODE B", "STRU F", "STRU P", "REST 0", "REST 3", "REST x", "RNFR file", "RNFR nothing", "RNTO moved", "RNTO file", "SIZE file", "SIZE nothing", "MDTM file", "MLST file", "DELE nothing", "RMD nothing", "ALLO 5",
        "STAT", "ABOR", "PORT 127,0,0,1,200,1", "EPRT |1|127.0.0.1|51201|", "LANG", "OPTS UTF8 ON", "SITE HELP", "SITE EXEC id", "XYZZY", "RETR file", "LIST", "STOR file",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Every_command_gets_the_reply_of_its_state(int seed)
    {
        await using var server = await TestServer.StartAsync(options => options with { Limits = TestServer.QuickLimits with { MaxBadCommands = int.MaxValue, MaxFailedLogins = int.MaxValue } });
        server.Write("file", "content");
        await using var client = await Conversation.SecureAsync(server);
        var oracle = new Oracle();
        var dice = (ulong)seed * 0xD1342543DE82EF95;
        var said = new List<string>();
        for (var i = 0; i < Commands; i++)
        {
            // SplitMix64: the same commands in every run.
            dice += 0x9E3779B97F4A7C15;
            var mixed = (dice ^ (dice >> 30)) * 0xBF58476D1CE4E5B9;
            var command = Vocabulary[(int)((mixed >> 33) % (ulong)Vocabulary.Length)];
            if (i == 30) command = "USER anna"; // or half of the conversations would never get in
            if (i == 31 || command == "PASS right") command = "PASS " + TestServer.Password;
            said.Add(command);

            var expected = oracle.Expect(command);
            await client.SendAsync(command + "\r\n");
            var reply = await client.ReadAsync();

            Assert.True(expected.Contains(reply.Code), $"{string.Join(" | ", said.TakeLast(6))}: {reply}, not {string.Join('/', expected.Select(static code => code.ToString(CultureInfo.InvariantCulture)))}");
            oracle.Heard(command, reply.Code);
        }

        Assert.True(oracle.IsIn);
        Assert.Equal("content", server.Read(oracle.FileIsAt));
        Assert.Single(Directory.GetFileSystemEntries(server.Root));
    }

    private sealed class Oracle
    {
        private string? _user;
        private bool _isBinary;
        private bool _isRenaming;
        private bool _isSized;

        public bool IsIn { get; private set; }

        public string FileIsAt { get; private set; } = "file";

        public int[] Expect(string command)
        {
            var verb = command.Split(' ')[0];
            switch (verb)
            {
                case "XYZZY":
                    return [500];
                case "USER":
                    return IsIn ? [503] : [331];
                case "PASS":
                    if (command == "PASS") return IsIn || _user is null ? [501, 503] : [501, 530];
                    return IsIn || _user is null ? [503] : _user == "anna" ? [230] : [530];
                case "AUTH":
                    return command == "AUTH TLS" ? [503] : [503, 504];
                case "PBSZ":
                    return command == "PBSZ 0" ? [200] : [501];
                case "PROT":
                    return !_isSized ? [503] : command switch { "PROT P" => [200], "PROT C" => [534, 536, 504], _ => [504] };
                case "NOOP" or "FEAT" or "SYST" or "HELP" or "LANG" or "OPTS":
                    return [200, 211, 214, 215];
                case "REIN":
                    return [502];
                case "ACCT":
                    return [202, 502, 503, 530];
                case "CCC":
                    return [530, 533, 534];
                default:
                    if (!IsIn) return [530];
                    break;
            }

            return command switch
            {
                "PWD" => [257],
                "CWD /" or "CDUP" => [250],
                "CWD nowhere" => [550],
                "TYPE I" or "MODE S" or "STRU F" => [200],
                "TYPE X" or "MODE B" => [504],
                "STRU P" => [504],
                "REST 0" => [350], // which is no offset, in any type
                "REST 3" => [_isBinary ? 350 : 501],
                "REST x" => [501],
                "RNFR file" => [FileIsAt == "file" ? 350 : 550],
                "RNFR nothing" => [550],
                "RNTO moved" => [_isRenaming ? 250 : 503],
                "RNTO file" => [_isRenaming ? 250 : 503],
                "SIZE file" => [FileIsAt == "file" && _isBinary ? 213 : 550],
                "MDTM file" => [FileIsAt == "file" ? 213 : 550],
                "MLST file" => [FileIsAt == "file" ? 250 : 550],
                "SIZE nothing" => [550],
                "DELE nothing" or "RMD nothing" => [550],
                "ALLO 5" => [200, 202],
                "STAT" => [211],
                "ABOR" => [226],
                "PORT 127,0,0,1,200,1" or "EPRT |1|127.0.0.1|51201|" => [500],
                "SITE HELP" => [214],
                "SITE EXEC id" => [504],
                "RETR file" => [425, 521, FileIsAt == "file" ? 425 : 550],
                "LIST" or "STOR file" => [425, 521],
                _ => throw new InvalidOperationException(command),
            };
        }

        public void Heard(string command, int code)
        {
            if (command == "RNTO moved" && code == 250) FileIsAt = "moved";
            if (command.StartsWith("USER", StringComparison.Ordinal) && code == 331) _user = command[5..];
            if (command.StartsWith("PASS ", StringComparison.Ordinal) && code == 230) IsIn = true;
            if (command.StartsWith("PASS", StringComparison.Ordinal) && code == 530) _user = null;
            if (command == "TYPE I" && code == 200) _isBinary = true;
            if (command == "PBSZ 0" && code == 200) _isSized = true;
            _isRenaming = command == "RNFR file" && code == 350;
        }
    }
}
