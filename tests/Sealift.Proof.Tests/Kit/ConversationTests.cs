using System.Net;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.TestKit;
using Sealift.TestKit.Conversations;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Proof.Tests.Kit;

/// <summary>
/// Conversations from files, played to our client by a server that follows them and to our server by a client that does; whole, line by line and byte by byte, and
/// on both TLS backends, which must make no difference. Some of them misuse TLS.
/// </summary>
public sealed class ConversationTests
{
    private const string User = "joe";
    private const string Password = "secret";

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Sealift.Proof.Tests", "Kit", "Conversations");

    public static TheoryData<string, ScriptDelivery, TlsBackend, Type?> ToTheClient => Rows(
        ("client-listing", null),
        ("client-reply-before-tls", typeof(FtpTlsException)),
        ("client-no-handshake", typeof(FtpTlsException)),
        ("client-alert", typeof(FtpTlsException)),
        ("client-clear-in-tls", typeof(FtpTlsException)),
        ("client-foreign-record", typeof(FtpTlsException)),
        ("client-half-a-reply", typeof(FtpConnectionException)),
        ("client-cut-listing", typeof(FtpTlsException)));

    public static TheoryData<string, ScriptDelivery, TlsBackend, Type?> ToTheServer => Rows(
        ("server-session", null),
        ("server-commands-before-tls", null),
        ("server-clear-in-tls", null),
        ("server-alert-in-tls", null),
        ("server-half-a-command", null));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ToTheClient))]
    public async Task Our_client_meets_a_server_from_a_file(string name, ScriptDelivery delivery, TlsBackend backend, Type? failure)
    {
        await using var peer = ConversationPeer.Serve(Load(name), new ConversationOptions { Delivery = delivery });
        var options = new FtpClientOptions
        {
            TlsBackend = backend,
            Host = "127.0.0.1",
            Port = peer.Port,
            Credential = FtpCredential.WithPassword(User, Password),
            Trust = new TrustPolicy { Roots = [peer.Certificate.Issuer] },
            Profile = ServerProfile.None,
        };

        List<string> listed = [];
        var error = await Record.ExceptionAsync(async () =>
        {
            await using var client = await FtpClient.ConnectAsync(options, Cancellation);
            await foreach (var entry in client.ListAsync(FtpPath.Root, Cancellation)) listed.Add(entry.Name);
            await client.QuitAsync(Cancellation);
        });

        var records = await peer.EndAsync();
        Assert.True(error?.GetType() == failure, $"{error}\n{Show(records)}");
        Assert.All(records, static record => Assert.NotEmpty(record.Wire));
        if (failure is not null) return;
        Assert.Equal(["one", "two"], listed);
        Assert.All(records, static record => Assert.Null(record.Failure));
    }

    [Theory]
    [MemberData(nameof(ToTheServer))]
    public async Task Our_server_meets_a_client_from_a_file(string name, ScriptDelivery delivery, TlsBackend backend, Type? failure)
    {
        Assert.Null(failure);
        using var certificates = new TestCertificates();
        var store = new MemoryFileStore();
        await using var server = new FtpServer(new FtpServerOptions
        {
            Explicit = [new IPEndPoint(IPAddress.Loopback, 0)],
            Certificate = TlsCertificate.From(certificates.IssueServer().Certificate),
            TlsBackend = backend,
            RequireSessionResumption = false, // the client of the file shakes hands anew
            Users = [new FtpUser { Name = User, PasswordHash = FtpPassword.Hash(Password, 1000), Store = store }],
        });
        await server.StartAsync(Cancellation);

        var record = await ConversationPeer.CallAsync(Load(name), server.ExplicitEndPoints[0], new ConversationOptions { Delivery = delivery });

        Assert.True(record.Failure is null, $"{record.Failure?.Message}\n{record.Heard}");
        Assert.NotEmpty(record.Wire);
        Assert.Null(await store.FindAsync(FtpPath.Parse("evil"), Cancellation));
    }

    [Fact]
    public async Task What_was_said_comes_out_as_a_conversation_that_can_be_played_again()
    {
        var first = await PlayAsync(Load("client-listing"));
        var again = await PlayAsync(Conversation.Parse(first.Heard));

        Assert.Null(again.Failure);
        Assert.Equal(Ports(first.Heard), Ports(again.Heard));
        Assert.DoesNotContain("MLSD *", again.Heard, StringComparison.Ordinal);

        // The port of the data connection is another one each time.
        static string[] Ports(string heard) => [.. heard.Split('\n').Select(static line => line.StartsWith("S: 229", StringComparison.Ordinal) ? "S: 229" : line)];
    }

    [Fact]
    public async Task A_side_that_says_something_else_is_told_by_the_line_of_the_file()
    {
        var conversation = Conversation.Parse("S: 220 Ready.\nC: AUTH SSL\nS: 234 Go on.\n");

        var record = await PlayAsync(conversation);

        Assert.Equal("Line 2: expected 'AUTH SSL', heard 'AUTH TLS'.", record.Failure?.Message);
        Assert.Equal("S: 220 Ready.\nC: AUTH TLS\n", record.Heard);
    }

    [Theory]
    [InlineData("220 Ready.")]
    [InlineData("X: 220")]
    [InlineData("S! explode")]
    [InlineData("= ssl")]
    public void Line_that_is_none_is_refused_with_its_number(string line)
    {
        var error = Assert.Throws<FormatException>(() => Conversation.Parse("# a comment\n\n" + line));

        Assert.Contains("Line 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Conversation_that_is_written_reads_the_same()
    {
        foreach (var path in Directory.EnumerateFiles(Folder, "*.txt"))
        {
            var text = Conversation.Load(path).ToString();

            Assert.Equal(text, Conversation.Parse(text).ToString());
        }
    }

    private static async Task<ConversationRecord> PlayAsync(Conversation conversation)
    {
        // What a server that is played again hears must be what it is told to hear: the data port of its own.
        var steps = string.Concat(conversation.Steps.Select(static step => step.Text.StartsWith("229 ", StringComparison.Ordinal) ? "S: 229 Here (|||{data}|)\n" : step + "\n"));
        await using var peer = ConversationPeer.Serve(Conversation.Parse(steps));
        var options = new FtpClientOptions
        {
            Host = "127.0.0.1",
            Port = peer.Port,
            Credential = FtpCredential.WithPassword(User, Password),
            Trust = new TrustPolicy { Roots = [peer.Certificate.Issuer] },
            Profile = ServerProfile.None,
        };
        await Record.ExceptionAsync(async () =>
        {
            await using var client = await FtpClient.ConnectAsync(options, Cancellation);
            await foreach (var entry in client.ListAsync(FtpPath.Root, Cancellation)) Assert.NotNull(entry.Name);
            await client.QuitAsync(Cancellation);
        });
        return (await peer.EndAsync())[0];
    }

    private static Conversation Load(string name) => Conversation.Load(Path.Combine(Folder, name + ".txt"));

    private static string Show(IReadOnlyList<ConversationRecord> records) => string.Join("\n--\n", records.Select(static record => $"{record.Heard}{record.Failure?.Message}"));

    private static TheoryData<string, ScriptDelivery, TlsBackend, Type?> Rows(params (string Name, Type? Failure)[] rows)
    {
        var data = new TheoryData<string, ScriptDelivery, TlsBackend, Type?>();
        foreach (var (name, failure) in rows)
        {
            foreach (var delivery in Enum.GetValues<ScriptDelivery>())
            {
                foreach (var backend in Enum.GetValues<TlsBackend>()) data.Add(name, delivery, backend, failure);
            }
        }

        return data;
    }
}
