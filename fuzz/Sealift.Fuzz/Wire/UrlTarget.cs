using Sealift.Core;

namespace Sealift.Fuzz.Wire;

/// <summary>URLs and the short form, as people type them: refused in words, or read so that what is written means the same.</summary>
internal sealed class UrlTarget : FuzzTarget
{
    public override string Name => "url";

    public override IReadOnlyList<string> Words =>
        ["ftpes://", "ftps://", "ftp://", "anna@", "anna:s@", "[::1]", ":990", ":21", "%2F", "%00", "%e9", "%", "//", "/", "..", ";type=i", ";type=a", "@", "[", "]", "host:/p", "\u00FC", "#", "?", "xn--"];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var text = FuzzText.Of(input);
        if (!FtpUrl.TryParse(text, out var url))
        {
            Refused(text);
            return;
        }

        Claim.Holds(url.Port is > 0 and <= ushort.MaxValue && url.Host.Length > 0 && url.Mode is FtpTlsMode.Explicit or FtpTlsMode.Implicit);
        Claim.Holds(url.Host.All(static c => c is > ' ' and not ('/' or '@' or '\x7F')) && url.User is not "" && (url.Password is null || url.User is not null));
        var written = url.ToString();
        Claim.Holds(FuzzText.IsHarmless(written, mayHaveLines: false));
        var again = FtpUrl.Parse(written);
        Claim.Same(written, again.ToString());
        Claim.Holds(again == new FtpUrl(url.Mode, url.Host, url.HasPort ? url.Port : null, url.User, password: null, url.Path, url.IsDirectory));
    }

    private static void Refused(string text)
    {
        try
        {
            FtpUrl.Parse(text);
        }
        catch (FormatException e)
        {
            Claim.Holds(e.Message.Length > 0 && FuzzText.IsHarmless(e.Message, mayHaveLines: false));
            return;
        }

        Claim.Holds(false, "Parse refuses what TryParse refuses");
    }
}
