using Sealift.TestKit;

namespace Sealift.Doctor.Tests.Scripted;

/// <summary>One command that a scripted server is to answer.</summary>
internal sealed class ScriptedCall(ScriptedStore store, ScriptedSession session)
{
    public ScriptedStore Store => store;

    public ScriptedSession Session => session;

    public string Verb { get; set; } = "";

    public string Argument { get; set; } = "";

    /// <summary>What REST has said.</summary>
    public long Offset { get; set; }

    /// <summary>Whether the session ends after this command.</summary>
    public bool IsOver { get; set; }

    /// <summary>The last part of the path; of what follows the first space, for MFMT.</summary>
    public string Name => (Verb == "MFMT" ? Argument[(Argument.IndexOf(' ', StringComparison.Ordinal) + 1)..] : Argument).Split('/')[^1];

    /// <summary>Says this, which is all there is to it.</summary>
    public async Task<bool> SayAsync(string reply)
    {
        await session.SendAsync(reply);
        return true;
    }

    /// <summary>Sends over the data connection, and confirms it.</summary>
    public async Task<bool> SendFileAsync(byte[] content, bool resumes = true)
    {
        await session.SendAsync("150 Here it comes.");
        using var data = await session.Data.AcceptAsync(tls: true, resumes);
        try
        {
            await data.SendAllAsync(content);
        }
        catch (IOException)
        {
            return await SayAsync("426 You hung up."); // ABOR follows, and is answered as usual
        }

        return await SayAsync("226 Done.");
    }

    /// <summary>Receives over the data connection; the final reply is still to be said.</summary>
    public async Task<byte[]> ReceiveFileAsync()
    {
        await session.SendAsync("150 Let it come.");
        using var data = await session.Data.AcceptAsync();
        var content = await data.ReceiveAsync();
        await data.CloseAsync();
        return content;
    }
}
