using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Sealift.TestKit;

/// <summary>
/// One control connection of a <see cref="ScriptedFtpPeer"/>: what its script says with and hears with. Every wait ends
/// with a <see cref="ScriptMismatchException"/> after <see cref="ScriptedPeerOptions.Patience"/>.
/// </summary>
public sealed class ScriptedSession : IDisposable
{
    private readonly Socket _socket;
    private readonly ScriptedTls _tls;
    private readonly ScriptedPeerOptions _options;
    private readonly CancellationToken _stopping;
    private readonly Lock _lock = new();
    private readonly List<string> _commandsInClear = [];
    private readonly List<string> _commandsInTls = [];
    private readonly List<byte> _bytesInClear = [];
    private readonly List<byte> _bytesInTls = [];
    private readonly List<ScriptedDataPort> _dataPorts = [];
    private readonly List<DeadPort> _deadPorts = [];
    private readonly byte[] _one = new byte[1];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Stream _stream;
    private bool _closed;

    internal ScriptedSession(Socket socket, ScriptedTls tls, ScriptedPeerOptions options, CancellationToken stopping)
    {
        _socket = socket;
        _tls = tls;
        _options = options;
        _stopping = stopping;
        _stream = new NetworkStream(socket, ownsSocket: false);
    }

    /// <summary>
    /// The replies that <see cref="AnswerUntilAsync"/> gives, by verb; a script may change them before it calls. EPSV and
    /// PASV are answered with a real port unless they stand here.
    /// </summary>
    public IDictionary<string, string> Answers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["USER"] = "331 Password, please.",
        ["PASS"] = "230 Welcome.",
        ["ACCT"] = "230 Welcome.",
        ["PBSZ"] = "200 PBSZ=0",
        ["PROT"] = "200 Private.",
        ["FEAT"] = "211-Features:\r\n AUTH TLS\r\n EPSV\r\n MDTM\r\n MFMT\r\n MLST type*;size*;modify*;\r\n PBSZ\r\n PROT\r\n"
            + " REST STREAM\r\n SIZE\r\n TVFS\r\n UTF8\r\n211 End",
        ["OPTS"] = "200 Done.",
        ["CLNT"] = "200 Noted.",
        ["TYPE"] = "200 Type set.",
        ["MODE"] = "200 Mode set.",
        ["STRU"] = "200 Structure set.",
        ["SYST"] = "215 UNIX Type: L8",
        ["PWD"] = "257 \"/\" is here.",
        ["CWD"] = "250 There.",
        ["NOOP"] = "200 Nothing done.",
        ["REST"] = "350 Restarting there.",
        ["SIZE"] = "550 Not told.",
        ["ABOR"] = "226 Aborted.",
        ["QUIT"] = "221 Goodbye.",
    };

    /// <summary>The data port opened last, by <see cref="ListenForData"/> or by an answer to EPSV or PASV.</summary>
    public ScriptedDataPort Data => _dataPorts.Count > 0
        ? _dataPorts[^1]
        : throw new ScriptMismatchException("The client asked for no data port (EPSV or PASV).");

    /// <summary>Command lines that came in clear text, in order, without their line ends.</summary>
    public IReadOnlyList<string> CommandsInClear => Copy(_commandsInClear);

    /// <summary>Command lines that came inside TLS, in order, without their line ends.</summary>
    public IReadOnlyList<string> CommandsInTls => Copy(_commandsInTls);

    /// <summary>All bytes read in clear text, before TLS.</summary>
    public IReadOnlyList<byte> BytesInClear => Copy(_bytesInClear);

    /// <summary>All bytes read inside TLS, decrypted.</summary>
    public IReadOnlyList<byte> BytesInTls => Copy(_bytesInTls);

    /// <summary>Ends when nothing more can come: after the script and then the client's end, or when patience ran out.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether TLS has begun.</summary>
    public bool IsSecure => _stream is SslStream;

    /// <summary>Says lines. LF becomes CRLF and the last line end may be left out; cut as the delivery option says.</summary>
    public async Task SendAsync(string lines)
    {
        string text = lines.ReplaceLineEndings("\r\n");
        if (!text.EndsWith("\r\n", StringComparison.Ordinal))
            text += "\r\n";
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int start = 0;
        for (int index = 0; index < bytes.Length; index++)
        {
            bool cut = _options.Delivery switch
            {
                ScriptDelivery.Bytes => true,
                ScriptDelivery.Lines => bytes[index] == '\n',
                _ => index == bytes.Length - 1,
            };
            if (!cut)
                continue;
            await SendBytesAsync(bytes.AsMemory(start..(index + 1)));
            start = index + 1;
        }
    }

    /// <summary>Says exactly these bytes in one write.</summary>
    public Task SendBytesAsync(ReadOnlyMemory<byte> bytes) => WithPatienceAsync("to take what it was sent", async token =>
    {
        await _stream.WriteAsync(bytes, token);
        await _stream.FlushAsync(token);
        return true;
    });

    /// <summary>The next command line without its line end, or null when the client ended the connection.</summary>
    public Task<string?> ReadLineAsync() => WithPatienceAsync("to send a command", ReadLineAsync);

    /// <summary>Hears one command, which must be this text; a <c>*</c> at the end stands for anything. Returns the line.</summary>
    public async Task<string> ExpectAsync(string command)
    {
        string? line = await ReadLineAsync();
        bool matches = line is not null && (command.EndsWith('*')
            ? line.StartsWith(command[..^1], StringComparison.Ordinal)
            : line == command);
        return matches ? line! : throw Mismatch($"'{command}'", line);
    }

    /// <summary>Hears one command and says the reply.</summary>
    public async Task<string> ExpectAsync(string command, string reply)
    {
        string line = await ExpectAsync(command);
        await SendAsync(reply);
        return line;
    }

    /// <summary>Hears the end of the connection; any byte before it fails the script.</summary>
    public async Task ExpectEndAsync()
    {
        string? line;
        try
        {
            line = await ReadLineAsync();
        }
        catch (IOException error) when (error.InnerException is SocketException)
        {
            return; // a reset is an end too
        }

        if (line is not null)
            throw Mismatch("the end of the connection", line);
    }

    /// <summary>Hears, and records, whatever the client still says, to the end of the connection.</summary>
    public async Task DiscardToEndAsync()
    {
        while (await ReadLineAsync() is not null)
        {
            // recorded by reading it
        }
    }

    /// <summary>The usual beginning of an explicit session: greeting, AUTH TLS, handshake.</summary>
    public async Task BeginExplicitAsync(string greeting = "220 Scripted.")
    {
        await SendAsync(greeting);
        await ExpectAsync("AUTH TLS", "234 Go ahead.");
        await StartTlsAsync();
    }

    /// <summary>The usual beginning of an implicit session: handshake, greeting.</summary>
    public async Task BeginImplicitAsync(string greeting = "220 Scripted.")
    {
        await StartTlsAsync();
        await SendAsync(greeting);
    }

    /// <summary>Answers commands from <see cref="Answers"/> until this verb comes, and returns that line unanswered.</summary>
    /// <exception cref="ScriptMismatchException">A command without an answer came, or the end.</exception>
    public async Task<string> AnswerUntilAsync(string verb) =>
        await AnswerUntilAnyAsync(verb) ?? throw Mismatch($"'{verb}'", null);

    /// <summary>Answers commands until the client says QUIT or ends the connection; QUIT gets its answer.</summary>
    public async Task AnswerUntilEndAsync()
    {
        if (await AnswerUntilAnyAsync("QUIT") is not null)
            await SendAsync(Answers["QUIT"]);
    }

    /// <summary>Answers commands until one of these verbs comes, and returns that line unanswered; null at the end.</summary>
    public async Task<string?> AnswerUntilAnyAsync(params string[] verbs)
    {
        while (await ReadLineAsync() is { } line)
        {
            string heard = line.Split(' ', 2)[0];
            if (verbs.Contains(heard, StringComparer.OrdinalIgnoreCase))
                return line;
            if (Answers.TryGetValue(heard, out string? reply))
                await SendAsync(reply);
            else if (string.Equals(heard, "EPSV", StringComparison.OrdinalIgnoreCase))
                await SendAsync(ListenForData().EpsvReply);
            else if (string.Equals(heard, "PASV", StringComparison.OrdinalIgnoreCase))
                await SendAsync(ListenForData().PasvReply);
            else
                throw Mismatch($"'{string.Join("' or '", verbs)}' or something with an answer", line);
        }

        return null;
    }

    /// <summary>Opens a data port on the control connection's local address.</summary>
    /// <param name="receiveBuffer">Bytes of the kernel's receive buffer, for a peer that reads slowly; the system's default for null.</param>
    public ScriptedDataPort ListenForData(int? receiveBuffer = null)
    {
        ScriptedDataPort port = new(((IPEndPoint)_socket.LocalEndPoint!).Address, receiveBuffer, _tls, _options, _stopping);
        _dataPorts.Add(port);
        return port;
    }

    /// <summary>The answer to EPSV with a port where nobody listens; it stays taken, so that nobody else comes to listen there.</summary>
    public string NameDeadPort()
    {
        DeadPort dead = new(((IPEndPoint)_socket.LocalEndPoint!).Address);
        _deadPorts.Add(dead);
        return ScriptedDataPort.EpsvReplyFor(dead.EndPoint);
    }

    /// <summary>Opens the data connection that a PORT or EPRT command asks for; with <paramref name="tls"/> as the TLS server.</summary>
    /// <param name="command">The whole command line.</param>
    /// <param name="from">The address to connect from; the control connection's by default.</param>
    /// <param name="tls">Whether to shake hands.</param>
    public async Task<ScriptedDataChannel> DialAsync(string command, IPAddress? from = null, bool tls = true)
    {
        IPEndPoint target = ReadAnnouncement(command);
        Socket socket = new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(from ?? ((IPEndPoint)_socket.LocalEndPoint!).Address, 0));
            return await WithPatienceAsync("to take the data connection", async token =>
            {
                await socket.ConnectAsync(target, token);
                EndObservingStream transport = new(new NetworkStream(socket, ownsSocket: true));
                SslStream? secure = tls ? await _tls.AcceptDataAsync(transport, resumes: true, token) : null;
                return new ScriptedDataChannel(socket, transport, secure, _options, _stopping);
            });
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The server's side of the TLS handshake on this connection.</summary>
    public async Task StartTlsAsync() =>
        _stream = await WithPatienceAsync("to shake hands", token => _tls.AcceptControlAsync(_stream, token));

    /// <summary>
    /// The server's side of the return to clear text, after CCC was answered: hears the client's close_notify and answers it, unless
    /// told otherwise.
    /// </summary>
    /// <param name="answers">Whether close_notify is sent.</param>
    /// <param name="then">Bytes that leave in the same segment as close_notify, in clear text.</param>
    public async Task EndTlsAsync(bool answers = true, ReadOnlyMemory<byte> then = default)
    {
        var secure = (SslStream)_stream;
        if (await WithPatienceAsync("to end TLS", token => secure.ReadAsync(_one, token).AsTask()) != 0)
            throw new ScriptMismatchException("The client sent data where it should end TLS.");
        _socket.NoDelay = false;
        if (answers)
            await secure.ShutdownAsync();
        _stream = new NetworkStream(_socket, ownsSocket: false);
        if (!then.IsEmpty)
            await SendBytesAsync(then);
        _socket.NoDelay = true;
    }

    /// <summary>
    /// A handshake that the client must break off, during it or, as clients of TLS 1.3 may that check the certificate late,
    /// right after it, without having sent a byte.
    /// </summary>
    public async Task ExpectHandshakeFailureAsync()
    {
        try
        {
            await StartTlsAsync();
            if (await ReadLineAsync() is { } line)
                throw Mismatch("a refused handshake", line);
        }
        catch (Exception error) when (error is AuthenticationException or IOException)
        {
            _closed = true; // the client's alert, or its reset
        }
    }

    /// <summary>Sends close_notify; the connection stays open.</summary>
    public Task SendCloseNotifyAsync() => ((SslStream)_stream).ShutdownAsync();

    /// <summary>Waits until the peer is disposed: a server that went silent.</summary>
    public Task StaySilentAsync() => Task.Delay(Timeout.Infinite, _stopping);

    /// <summary>Ends the connection in order: close_notify inside TLS, then the TCP end.</summary>
    public async Task CloseAsync()
    {
        if (_closed)
            return;
        try
        {
            if (_stream is SslStream secure)
                await secure.ShutdownAsync();
            Cut();
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            _closed = true; // the client was faster: there is nobody left to say goodbye to
        }
    }

    /// <summary>Ends the sending side of TCP without close_notify.</summary>
    public void Cut()
    {
        _closed = true;
        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Resets the connection.</summary>
    public void Reset()
    {
        _closed = true;
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <summary>Ends everything at once, data ports included; what was recorded stays readable.</summary>
    public void Dispose()
    {
        _ended.TrySetResult();
        _stream.Dispose();
        _socket.Dispose();
        CloseDataPorts();
        foreach (DeadPort dead in _deadPorts)
            dead.Dispose();
    }

    /// <summary>
    /// After the script: records what the client still sends, to its end or until patience runs out. Closing with unread
    /// bytes would reset the connection and could take the last reply with it.
    /// </summary>
    internal async Task DrainAsync()
    {
        CloseDataPorts(); // or a client would wait for the end of a data connection that the script left open
        try
        {
            while (await ReadLineAsync() is not null)
            {
                // recorded by reading it
            }
        }
        catch (Exception error) when (error is IOException or ScriptMismatchException or ObjectDisposedException)
        {
            _closed = true; // reset, half a line, or a client that keeps its side open: all the same after the script
        }

        _ended.TrySetResult();
    }

    // RFC 959 section 4.1.2 and RFC 2428 section 2
    private static IPEndPoint ReadAnnouncement(string command)
    {
        string argument = command.Split(' ', 2)[1];
        if (command.StartsWith("EPRT", StringComparison.Ordinal))
        {
            string[] fields = argument.Split(argument[0]);
            return new IPEndPoint(IPAddress.Parse(fields[2]), int.Parse(fields[3], CultureInfo.InvariantCulture));
        }

        byte[] numbers = [.. argument.Split(',').Select(number => byte.Parse(number, CultureInfo.InvariantCulture))];
        return new IPEndPoint(new IPAddress(numbers.AsSpan(..4)), (numbers[4] << 8) | numbers[5]);
    }

    private static ScriptMismatchException Mismatch(string expected, string? line) =>
        new($"Expected {expected}, heard {(line is null ? "the end of the connection" : $"'{line}'")}.");

    private void CloseDataPorts()
    {
        foreach (ScriptedDataPort port in _dataPorts)
            port.Dispose();
    }

    private async Task<string?> ReadLineAsync(CancellationToken token)
    {
        // One byte at a time: nothing that follows a line may be swallowed when TLS begins after it.
        List<byte> line = [];
        while (await _stream.ReadAsync(_one, token) == 1)
        {
            lock (_lock)
                (IsSecure ? _bytesInTls : _bytesInClear).Add(_one[0]);
            if (_one[0] != '\n')
            {
                line.Add(_one[0]);
                continue;
            }

            if (line.Count > 0 && line[^1] == '\r')
                line.RemoveAt(line.Count - 1);
            string text = Encoding.UTF8.GetString([.. line]);
            lock (_lock)
                (IsSecure ? _commandsInTls : _commandsInClear).Add(text);
            return text;
        }

        return line.Count == 0 ? null : throw Mismatch("a whole line", Encoding.UTF8.GetString([.. line]) + " and the end");
    }

    private async Task<T> WithPatienceAsync<T>(string what, Func<CancellationToken, Task<T>> action)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        deadline.CancelAfter(_options.Patience);
        try
        {
            return await action(deadline.Token);
        }
        catch (OperationCanceledException error) when (!_stopping.IsCancellationRequested)
        {
            throw new ScriptMismatchException($"The client took longer than {_options.Patience} {what}.", error);
        }
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (_lock)
            return [.. list];
    }
}
