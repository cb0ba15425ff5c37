namespace Sealift.Server;

/// <summary>A password on its way through the server. No log and no message shows it: as text it is three asterisks.</summary>
public sealed class FtpSecret
{
    private readonly string _text;

    internal FtpSecret(string text) => _text = text;

    /// <summary>The password itself, as the client sent it.</summary>
    public string Reveal() => _text;

    /// <summary>Three asterisks.</summary>
    public override string ToString() => "***";
}
