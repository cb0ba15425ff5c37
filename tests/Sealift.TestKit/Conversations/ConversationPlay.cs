using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Sealift.TestKit.Conversations;

/// <summary>Plays one side of a conversation on one control connection.</summary>
internal sealed class ConversationPlay(
    Conversation conversation, ConversationSide own, Socket socket, ScriptedTls tls, ConversationOptions options) : IDisposable
{
    private const string DataPort = "{data}";

    private readonly IPEndPoint _local = (IPEndPoint)socket.LocalEndPoint!;
    private readonly IPEndPoint _remote = (IPEndPoint)socket.RemoteEndPoint!;
    private readonly ConversationChannel _control = new(socket);
    private readonly StringBuilder _heard = new();
    private TcpListener? _listener;
    private ConversationChannel? _data;
    private int _dataPort;

    /// <summary>Plays it to its end, or to where the other side does something else.</summary>
    public async Task<ConversationRecord> RunAsync()
    {
        ScriptMismatchException? failure = null;
        try
        {
            for (int index = 0; index < conversation.Steps.Count;)
                index += await DoAsync(index);
            await EndAsync();
        }
        catch (ScriptMismatchException error)
        {
            failure = error;
        }
        catch (Exception error) when (error is IOException or SocketException or AuthenticationException or ObjectDisposedException)
        {
            failure = new ScriptMismatchException("The other side ended the connection: " + error.Message, error);
        }

        return new ConversationRecord(_heard.ToString(), _control.Taken, failure);
    }

    public void Dispose()
    {
        _data?.Dispose();
        _control.Dispose();
        _listener?.Stop();
    }

    // How many steps it was: what is said without hearing anything in between is said at once.
    private async Task<int> DoAsync(int first)
    {
        ConversationStep step = conversation.Steps[first];
        switch (step)
        {
            case { Side: ConversationSide.Both, Text: "tls" }:
                await WaitAsync(step, token => _control.SecureAsync(wire => ShakeAsync(wire, isData: false, token)));
                Note(step.ToString());
                return 1;
            case { Side: ConversationSide.Both }:
                await WaitAsync(step, OpenDataAsync);
                Note(step.ToString());
                return 1;
            case { Kind: '!' } when step.Side == own:
                Note(step.ToString());
                await WaitAsync(step, token => ActAsync(step, token));
                return 1;
            case { Kind: '!', Text: "end" }:
                await HearRestAsync(step);
                return 1;
            case { Kind: '!' }:
                if (step.Text is "cut" or "close" or "reset")
                    await HearEndAsync(step, _control);
                else if (step.Text is "data-close" or "data-cut")
                    await HearDataEndAsync(step);
                return 1;
            default:
                if (step.Side != own)
                {
                    await HearAsync(step);
                    return 1;
                }

                int count = conversation.Steps.Skip(first).TakeWhile(other => other.Side == own && other.Kind == step.Kind).Count();
                try
                {
                    await SayAsync(conversation.Steps.Skip(first).Take(count).ToList());
                }
                catch (IOException) when (IsEndOfOther(first + count))
                {
                    return count; // it may end before it has heard everything; the next step sees whether it did
                }

                return count;
        }
    }

    private async Task SayAsync(List<ConversationStep> steps)
    {
        StringBuilder text = new();
        foreach (ConversationStep step in steps)
        {
            string line = Fill(step.Text);
            Note($"{(own == ConversationSide.Server ? 'S' : 'C')}{step.Kind} {line}");
            text.Append(line).Append("\r\n");
        }

        ConversationChannel channel = steps[0].Kind == '>' ? Data(steps[0]) : _control;
        await WaitAsync(steps[0], token => channel.SayAsync(text.ToString(), options.Delivery, token));
    }

    private async Task HearAsync(ConversationStep step)
    {
        ConversationChannel channel = step.Kind == '>' ? Data(step) : _control;
        string? line = null;
        await WaitAsync(step, async token => line = await channel.HearAsync(token));
        if (line is not null)
            Note($"{(own == ConversationSide.Server ? 'C' : 'S')}{step.Kind} {line}");
        if (line is null || !Matches(step.Text, line))
            throw new ScriptMismatchException($"Line {step.Number}: expected '{step.Text}', heard {(line is null ? "the end" : $"'{line}'")}.");
    }

    private async Task HearEndAsync(ConversationStep step, ConversationChannel channel)
    {
        string? line = null;
        await WaitAsync(step, async token => line = await channel.HearAsync(token));
        Note(line is null ? step.ToString() : $"{(own == ConversationSide.Server ? 'C' : 'S')}: {line}");
        if (line is not null)
            throw new ScriptMismatchException($"Line {step.Number}: expected the end, heard '{line}'.");
    }

    private async Task ActAsync(ConversationStep step, CancellationToken cancellationToken)
    {
        string[] words = step.Text.Split(' ', 2);
        string text = words.Length > 1 ? words[1] : "";
        switch (words[0])
        {
            case "part":
                await _control.SayAsync(text, options.Delivery, cancellationToken);
                break;
            case "clear":
                await _control.SayBelowAsync(Encoding.UTF8.GetBytes(text + "\r\n"), cancellationToken);
                break;
            case "raw":
                await _control.SayBelowAsync(Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal)), cancellationToken);
                break;
            case "alert":
                // RFC 8446 section 6: type 21, version, length 2, fatal, what it is.
                await _control.SayBelowAsync(new byte[] { 21, 3, 3, 0, 2, 2, byte.Parse(text, CultureInfo.InvariantCulture) }, cancellationToken);
                break;
            case "notify":
                await _control.NotifyAsync();
                break;
            case "close" or "end":
                await _control.NotifyAsync();
                _control.Cut();
                break;
            case "cut":
                _control.Cut();
                break;
            case "reset":
                _control.Reset();
                break;
            case "data-close":
                await Data(step).NotifyAsync();
                Data(step).Cut();
                break;
            case "data-cut":
                Data(step).Cut();
                break;
            default: // silence
                await HearRestAsync(step);
                break;
        }
    }

    private async Task OpenDataAsync(CancellationToken cancellationToken)
    {
        Socket connection;
        if (own == ConversationSide.Server)
        {
            connection = await (_listener ?? throw new ScriptMismatchException("No reply has named a data port ({data}).")).AcceptSocketAsync(cancellationToken);
        }
        else
        {
            connection = new Socket(_remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await connection.ConnectAsync(new IPEndPoint(_remote.Address, _dataPort), cancellationToken);
        }

        connection.NoDelay = true;
        _data?.Dispose();
        _data = new ConversationChannel(connection);
        if (_control.IsSecure)
            await _data.SecureAsync(wire => ShakeAsync(wire, isData: true, cancellationToken));
    }

    private async Task<SslStream> ShakeAsync(Stream wire, bool isData, CancellationToken cancellationToken)
    {
        if (own == ConversationSide.Server)
            return await (isData ? tls.AcceptDataAsync(wire, resumes: true, cancellationToken) : tls.AcceptControlAsync(wire, cancellationToken));
        SslStream secure = new(wire, leaveInnerStreamOpen: false, static (_, presented, _, _) => presented is not null);
        SslClientAuthenticationOptions offer = new() { TargetHost = "localhost", ApplicationProtocols = [.. options.Protocols] };
        await secure.AuthenticateAsClientAsync(offer, cancellationToken);
        return secure;
    }

    // What the other side still says is heard, because closing over unread bytes would reset the connection and take our last words with it.
    private async Task EndAsync()
    {
        if (_control.HasEnded || await _control.TryCloseAsync())
            await HearRestAsync(null);
    }

    // Its end is answered by ours, which servers wait for.
    private async Task HearDataEndAsync(ConversationStep step)
    {
        await HearEndAsync(step, Data(step));
        await Data(step).TryCloseAsync();
    }

    private Task HearRestAsync(ConversationStep? step) => WaitAsync(step, async token =>
    {
        while (await _control.HearAsync(token) is { } line)
            Note($"{(own == ConversationSide.Server ? 'C' : 'S')}: {line}");
    });

    private string Fill(string text)
    {
        if (!text.Contains(DataPort, StringComparison.Ordinal))
            return text;
        _listener?.Stop();
        _listener = new TcpListener(_local.Address, 0);
        _listener.Start();
        _dataPort = ((IPEndPoint)_listener.LocalEndpoint).Port;
        return text.Replace(DataPort, _dataPort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private bool Matches(string expected, string line)
    {
        int at = expected.IndexOf(DataPort, StringComparison.Ordinal);
        if (at < 0)
            return expected.EndsWith('*') ? line.StartsWith(expected[..^1], StringComparison.Ordinal) : line == expected;
        string rest = expected[(at + DataPort.Length)..];
        return line.Length >= at + rest.Length && line.StartsWith(expected[..at], StringComparison.Ordinal) && line.EndsWith(rest, StringComparison.Ordinal)
            && int.TryParse(line[at..^rest.Length], NumberStyles.None, CultureInfo.InvariantCulture, out _dataPort);
    }

    private bool IsEndOfOther(int index) =>
        index < conversation.Steps.Count && conversation.Steps[index] is { Kind: '!', Text: "end" or "cut" or "close" or "reset" } next && next.Side != own;

    private ConversationChannel Data(ConversationStep step) =>
        _data ?? throw new ScriptMismatchException($"Line {step.Number}: there is no data connection.");

    private void Note(string line) => _heard.Append(line).Append('\n');

    private async Task WaitAsync(ConversationStep? step, Func<CancellationToken, Task> act)
    {
        using CancellationTokenSource deadline = new(options.Patience);
        try
        {
            await act(deadline.Token);
        }
        catch (OperationCanceledException error)
        {
            string place = step is null ? "the end" : $"line {step.Number}, '{step.Text}'";
            throw new ScriptMismatchException($"At {place} the other side took longer than {options.Patience}.", error);
        }
    }
}
