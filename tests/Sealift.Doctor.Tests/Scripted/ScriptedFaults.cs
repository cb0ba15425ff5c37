using System.Collections.Concurrent;
using System.Text;
using Sealift.TestKit;

namespace Sealift.Doctor.Tests.Scripted;

/// <summary>What a scripted server does wrong, each with the check that names it.</summary>
internal static class ScriptedFaults
{
    private static readonly Task<bool> Usual = Task.FromResult(false);

    public static IReadOnlyList<ScriptedFault> All { get; } =
    [
        new("TLS begins after the greeting, without AUTH", "SL-TLS-53", "The handshake comes after a greeting in clear text") { SecuresAfterGreeting = true },
        new("control characters in the greeting", "SL-NET-54", "The greeting has a form that clients may not understand") { Greeting = "220 Welcome\x1b[31m, friend." },
        new("greets after four seconds", "SL-NET-54", "The greeting is slow") { GreetsAfter = TimeSpan.FromSeconds(4) },
        new("thinks a second about NOOP", "SL-NET-55", "The server answers slowly") { ThinksAbout = ("NOOP", TimeSpan.FromSeconds(1)) },
        new("thinks four seconds about the password", "SL-AUTH-52", "Logging in takes long") { ThinksAbout = ("PASS", TimeSpan.FromSeconds(4)) },
        new("332 to the password", "SL-AUTH-51", "The login needs more than a password", Says("PASS", "332 An account, please.")),
        new("421 to the password", "SL-AUTH-51", "The server cannot take the login now", Says("PASS", "421 Too many users.")),
        new("nonsense in place of a login", "SL-AUTH-51", "No session comes about", Says("PASS", "nonsense")),

        new("some passive ports blocked", "SL-DATA-53", "Some passive ports cannot be reached") { Make = SomePortsDead },
        new("passive ports that drop packets", "SL-DATA-53", "The passive ports cannot be reached") { Make = PortsSilent, Patience = TimeSpan.FromSeconds(1) },
        new("data connections by name only", "SL-DATA-56", "By IP address data connections fail") { Host = "localhost", Make = () => ListsWork(1) },
        new("data connections by address do not resume", "SL-DATA-56", "By IP address data connections do not resume") { Host = "localhost", Make = () => ListsResume(1) },
        new("data connections of one session at a time", "SL-DATA-57", "With several sessions data connections fail") { Make = OneSessionAlone },
        new("data connections resume in one session only", "SL-DATA-57", "With several sessions data connections do not resume") { Make = () => ListsResume(1) },
        new("data connections with TLS 1.2 only", "SL-DATA-58", "Data connections fail with one TLS version") { Make = () => ListsWork(2) },
        new("no data connection after an upload", "SL-DATA-59", "After an upload data connections fail") { Make = NoListAfterUpload },
        new("no resumption after an upload", "SL-DATA-59", "After an upload data connections do not resume") { Make = NotResumedAfterUpload },
        new("no handshake on data connections", "SL-DATA-63", "Data connections do not speak TLS", NoHandshake),
        new("425 in active mode", "SL-DATA-64", "In active mode the server does not reach this machine", ReachesNobody),
        new("the session ends with a download that is given up", "SL-DATA-66", "A transfer that is given up ends the session", EndsAtAbort),

        new("line ends turned round", "SL-FILE-51", "A file comes back changed", TurnsLineEnds),
        new("553 to every upload", "SL-FILE-51", "The account may not upload here", Says("STOR", "553 Not here.")),
        new("an empty upload makes no file", "SL-FILE-52", "An empty file cannot be uploaded", ForgetsEmpty),
        new("SIZE of another file", "SL-FILE-53", "SIZE states a wrong size", Says("SIZE", "213 4711")),
        new("no SIZE", "SL-FILE-53", "The server does not tell sizes", Says("SIZE", "500 Not known.")) { Features = ["-SIZE"] },
        new("no MDTM", "SL-FILE-54", "The server does not tell times", Says("MDTM", "500 Not known.")) { Features = ["-MDTM"] },
        new("MFMT in FEAT, and refused", "SL-FILE-54", "MFMT is listed and does not work", Says("MFMT", "550 Not today.")),
        new("no MFMT", "SL-FILE-54", "Times cannot be set", Says("MFMT", "500 Not known.")) { Features = ["-MFMT"] },
        new("MFMT takes local time", "SL-FILE-54", "A time comes back shifted", ShiftsTimes),
        new("a clock ten minutes fast", "SL-FILE-55", "The server's clock is off", IsFast),
        new("HASH of another file", "SL-FILE-56", "The server's checksum is wrong", HashesWrongly) { Features = ["HASH SHA-256*"] },
        new("HASH in FEAT, and refused", "SL-FILE-56", "Checksums are listed and do not work", Says("HASH", "502 Not done.")) { Features = ["HASH SHA-256*"] },
        new("MODE Z in FEAT, and refused", "SL-FILE-57", "MODE Z is listed and does not work", NoCompression) { Features = ["MODE Z"] },
        new("MLSD hides a file", "SL-FILE-58", "MLSD and LIST show different things", HidesFromMlsd),
        new("names cut to ASCII", "SL-FILE-59", "Names in UTF-8 do not survive", CutsNames),
        new("REST accepted and ignored", "SL-FILE-60", "Resuming gives a wrong file", IgnoresOffset),
        new("offsets of 32 bits", "SL-FILE-61", "Offsets beyond 4 GiB are wrong", CountsIn32Bits),
    ];

    private static Func<ScriptedCall, Task<bool>> Says(string verb, string reply) => call => call.Verb == verb ? call.SayAsync(reply) : Usual;

    private static Func<ScriptedCall, Task<bool>> SomePortsDead()
    {
        var asked = 0;
        return call => call.Verb == "EPSV" && Interlocked.Increment(ref asked) % 2 == 0 ? call.SayAsync(call.Session.NameDeadPort()) : Usual;
    }

    private static Func<ScriptedCall, Task<bool>> PortsSilent()
    {
        var port = new SilentPort();
        return call => call.Verb == "EPSV" ? call.SayAsync($"229 Here (|||{port.Port}|)") : Usual;
    }

    // The first listings work, whoever asks; later ones do not.
    private static Func<ScriptedCall, Task<bool>> ListsWork(int count)
    {
        var lists = 0;
        return call => call.Verb == "LIST" && Interlocked.Increment(ref lists) > count ? RefuseAsync(call) : Usual;
    }

    // The same with the resumption of the control connection's session.
    private static Func<ScriptedCall, Task<bool>> ListsResume(int count)
    {
        var lists = 0;
        return call => call.Verb == "LIST" && Interlocked.Increment(ref lists) > count ? ListAfreshAsync(call) : Usual;
    }

    private static Func<ScriptedCall, Task<bool>> NotResumedAfterUpload()
    {
        var uploads = 0;
        return call =>
        {
            if (call.Verb == "STOR") Interlocked.Increment(ref uploads);
            return call.Verb is "MLSD" or "LIST" && Volatile.Read(ref uploads) > 0 ? ListAfreshAsync(call) : Usual;
        };
    }

    private static Task<bool> ListAfreshAsync(ScriptedCall call) => call.SendFileAsync(call.Store.Listing(call.Verb), resumes: false);

    private static Task<bool> ReachesNobody(ScriptedCall call) => call.Verb switch
    {
        "PORT" or "EPRT" => call.SayAsync("200 Noted."),
        "LIST" or "MLSD" => call.SayAsync("425 Your port does not answer."),
        _ => Usual,
    };

    private static Func<ScriptedCall, Task<bool>> OneSessionAlone()
    {
        var sessions = new ConcurrentDictionary<ScriptedSession, bool>();
        return call => call.Verb == "LIST" && sessions.TryAdd(call.Session, true) && sessions.Count > 1 ? RefuseAsync(call) : Usual;
    }

    private static Func<ScriptedCall, Task<bool>> NoListAfterUpload()
    {
        var uploads = 0;
        return call =>
        {
            if (call.Verb == "STOR") Interlocked.Increment(ref uploads);
            return call.Verb is "MLSD" or "LIST" && Volatile.Read(ref uploads) > 0 ? RefuseAsync(call) : Usual;
        };
    }

    private static Task<bool> RefuseAsync(ScriptedCall call) => call.SayAsync("425 This session is not the control connection's.");

    private static async Task<bool> NoHandshake(ScriptedCall call)
    {
        if (call.Verb != "LIST") return false;
        await call.Session.SendAsync("150 Here it comes.");
        using (var data = await call.Session.Data.AcceptAsync(tls: false)) await data.CloseAsync(closeNotify: false);
        return await call.SayAsync("226 Done.");
    }

    private static async Task<bool> EndsAtAbort(ScriptedCall call)
    {
        if (call.Verb != "RETR") return false;
        await call.Session.SendAsync("150 Here it comes.");
        using var data = await call.Session.Data.AcceptAsync();
        await data.SendAsync(new byte[10_000]);
        call.IsOver = true;
        await call.Session.ExpectAsync("ABOR");
        return true;
    }

    private static Task<bool> TurnsLineEnds(ScriptedCall call) => call.Verb == "RETR" && call.Store.Find(call.Name) is { } content
        ? call.SendFileAsync(Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content).Replace("\r\n", "\n", StringComparison.Ordinal)))
        : Usual;

    private static async Task<bool> ForgetsEmpty(ScriptedCall call)
    {
        if (call.Verb != "STOR") return false;
        var content = await call.ReceiveFileAsync();
        if (content.Length > 0) call.Store.Store(call.Name, content);
        return await call.SayAsync("226 Stored.");
    }

    private static Task<bool> ShiftsTimes(ScriptedCall call)
    {
        if (call.Verb != "MFMT") return Usual;
        call.Store.Store(call.Name, call.Store.Find(call.Name) ?? [], ScriptedStore.Parse(call.Argument).AddHours(-5));
        return call.SayAsync($"213 Modify={call.Argument[..14]}; {call.Name}");
    }

    private static Task<bool> IsFast(ScriptedCall call) => call.Verb == "MDTM" && call.Store.TimeOf(call.Name) is { } time
        ? call.SayAsync($"213 {time.AddMinutes(10):yyyyMMddHHmmss}")
        : Usual;

    private static Task<bool> HashesWrongly(ScriptedCall call) => call.Verb == "HASH" && call.Store.Find(call.Name) is { } content
        ? call.SayAsync($"213 SHA-256 0-{content.Length} {new string('0', 64)} {call.Name}")
        : Usual;

    private static Task<bool> NoCompression(ScriptedCall call) => call is { Verb: "MODE", Argument: "Z" } ? call.SayAsync("504 Not that one.") : Usual;

    private static Task<bool> HidesFromMlsd(ScriptedCall call) => call.Verb == "MLSD" ? call.SendFileAsync([]) : Usual;

    private static async Task<bool> CutsNames(ScriptedCall call)
    {
        if (call.Verb != "STOR") return false;
        await call.Store.StoreAsync(call, call.Offset, string.Concat(call.Name.Select(static c => char.IsAscii(c) ? c : '?')));
        return true;
    }

    private static Task<bool> IgnoresOffset(ScriptedCall call)
    {
        if (call.Verb != "REST") return Usual;
        return call.SayAsync("350 From there.");
    }

    private static async Task<bool> CountsIn32Bits(ScriptedCall call)
    {
        if (call.Verb != "STOR") return false;
        await call.Store.StoreAsync(call, call.Offset & uint.MaxValue);
        return true;
    }
}
