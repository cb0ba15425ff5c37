using System.Globalization;
using System.Security.Authentication;
using System.Text;
using Sealift.TestKit;

namespace Sealift.Doctor.Tests.Scripted;

/// <summary>A whole FTP server in a script: files in memory, all that the doctor asks for, and one thing that it does in another way than it should.</summary>
internal sealed class ScriptedStore(Func<ScriptedCall, Task<bool>>? odd = null)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (byte[] Content, DateTimeOffset Time)> _files = new(StringComparer.Ordinal);

    /// <summary>What FEAT lists, a line each.</summary>
    public IReadOnlyList<string> Features { get; init; } = ["AUTH TLS", "EPSV", "MDTM", "MFMT", "MLST type*;size*;modify*;", "PBSZ", "PROT", "REST STREAM", "SIZE", "TVFS", "UTF8"];

    /// <summary>What it greets with.</summary>
    public string Greeting { get; init; } = "220 Scripted.";

    /// <summary>Whether TLS begins behind the greeting, without AUTH.</summary>
    public bool SecuresAfterGreeting { get; init; }

    /// <summary>What happens before each greeting.</summary>
    public Func<Task> BeforeGreeting { get; init; } = () => Task.CompletedTask;

    /// <summary>What happens before the answer to each command, by its verb.</summary>
    public Action<string> BeforeAnswer { get; init; } = _ => { };

    /// <summary>Serves one connection. The doctor hangs up in the middle of some, which is no failure.</summary>
    public async Task ServeAsync(ScriptedSession session)
    {
        var call = new ScriptedCall(this, session);
        try
        {
            await BeforeGreeting();
            await session.SendAsync(Greeting);
            if (SecuresAfterGreeting) await session.StartTlsAsync();
            while (await session.ReadLineAsync() is { } line)
            {
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                (call.Verb, call.Argument) = space < 0 ? (line.ToUpperInvariant(), "") : (line[..space].ToUpperInvariant(), line[(space + 1)..]);
                BeforeAnswer(call.Verb);
                if (odd is null || !await odd(call)) await AnswerAsync(call);
                if (call.Verb != "REST") call.Offset = 0;
                if (call.Verb == "QUIT" || call.IsOver) return;
            }
        }
        catch (Exception e) when (e is IOException or AuthenticationException or ObjectDisposedException or ScriptMismatchException)
        {
            return;
        }
    }

    /// <summary>The content of a file; null where there is none.</summary>
    public byte[]? Find(string name)
    {
        lock (_gate) return _files.TryGetValue(name, out var file) ? file.Content : null;
    }

    /// <summary>Stores a file.</summary>
    public void Store(string name, byte[] content, DateTimeOffset? time = null)
    {
        lock (_gate) _files[name] = (content, time ?? TimeProvider.System.GetUtcNow());
    }

    /// <summary>Answers as a good server does.</summary>
    public async Task AnswerAsync(ScriptedCall call)
    {
        var session = call.Session;
        var name = call.Name;
        switch (call.Verb)
        {
            case "AUTH":
                await session.SendAsync("234 Go ahead.");
                await session.StartTlsAsync();
                break;
            case "FEAT":
                await session.SendAsync($"211-Features:\r\n{string.Concat(Features.Select(feature => $" {feature}\r\n"))}211 End");
                break;
            case "EPSV":
                await session.SendAsync(session.ListenForData().EpsvReply);
                break;
            case "PASV":
                await session.SendAsync(session.ListenForData().PasvReply);
                break;
            case "REST":
                call.Offset = long.Parse(call.Argument, CultureInfo.InvariantCulture);
                await session.SendAsync("350 From there.");
                break;
            case "LIST" or "MLSD":
                await call.SendFileAsync(Listing(call.Verb));
                break;
            case "RETR" when Find(name) is { } content:
                await call.SendFileAsync(content[(int)Math.Min(call.Offset, content.Length)..]);
                break;
            case "STOR":
                await StoreAsync(call, call.Offset);
                break;
            case "DELE":
                lock (_gate) _files.Remove(name);
                await session.SendAsync("250 Gone.");
                break;
            case "SIZE" when Find(name) is { } content:
                await session.SendAsync($"213 {content.Length}");
                break;
            case "MDTM" when TimeOf(name) is { } time:
                await session.SendAsync($"213 {time:yyyyMMddHHmmss}");
                break;
            case "MFMT":
                Store(name, Find(name) ?? [], Parse(call.Argument));
                await session.SendAsync($"213 Modify={call.Argument[..14]}; {name}");
                break;
            case "MLST" when Find(name) is not null:
                await session.SendAsync($"250-Here:\r\n {Fact(name)}\r\n250 End");
                break;
            case "RETR" or "SIZE" or "MDTM" or "MLST":
                await session.SendAsync("550 Not there.");
                break;
            default:
                await session.SendAsync(session.Answers.TryGetValue(call.Verb, out var reply) ? reply : "500 Not known.");
                break;
        }
    }

    /// <summary>Takes a file in, from an offset on.</summary>
    public async Task StoreAsync(ScriptedCall call, long offset, string? name = null)
    {
        var received = await call.ReceiveFileAsync();
        var old = Find(call.Name) ?? [];
        var content = new byte[offset + received.Length];
        old.AsSpan(0, (int)Math.Min(old.Length, offset)).CopyTo(content);
        received.CopyTo(content.AsSpan((int)offset));
        Store(name ?? call.Name, content);
        await call.Session.SendAsync("226 Stored.");
    }

    /// <summary>When a file was stored, or what MFMT said.</summary>
    public DateTimeOffset? TimeOf(string name)
    {
        lock (_gate) return _files.TryGetValue(name, out var file) ? file.Time : null;
    }

    /// <summary>The time that MFMT names first.</summary>
    public static DateTimeOffset Parse(string argument) =>
        DateTimeOffset.ParseExact(argument[..14], "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>What LIST or MLSD sends.</summary>
    public byte[] Listing(string verb)
    {
        string[] names;
        lock (_gate) names = [.. _files.Keys];
        return Encoding.UTF8.GetBytes(string.Concat(names.Select(name => verb == "MLSD" ? $"{Fact(name)}\r\n" : $"-rw-r--r-- 1 a a {Find(name)?.Length ?? 0} Jan 1 2020 {name}\r\n")));
    }

    private string Fact(string name) => $"type=file;size={Find(name)?.Length ?? 0};modify={TimeOf(name):yyyyMMddHHmmss}; {name}";
}
