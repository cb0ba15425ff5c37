using Sealift.Cli.Output;
using Sealift.Core;
using Sealift.Sites;

namespace Sealift.Cli.Commands.Sites;

/// <summary>What the command line says about a site, as the file of sites keeps it.</summary>
internal static class SiteAddress
{
    /// <summary>A URL, USER@HOST:PATH, USER@HOST or HOST.</summary>
    public static FtpUrl Read(string text)
    {
        var url = Parse(text);
        return Site.FindProblem(url) is { } problem ? throw CommandException.Usage($"the URL cannot be saved: its {problem}.", "A site takes characters that people can see.") : url;
    }

    /// <summary>Only what a file keeps, and files by their full path: the command line means them from the current directory.</summary>
    public static ConnectionSettings ForFile(ConnectionSettings typed)
    {
        foreach (var setting in typed.Present.ToList())
        {
            if (!setting.IsSaved) typed = typed.Without(setting);
            else if (setting.IsFile) typed = typed.With(setting, [.. typed.FindAll(setting).Select(file => file == "-" ? file : Path.GetFullPath(file))]);
        }

        return typed;
    }

    private static FtpUrl Parse(string text)
    {
        if (FtpUrl.TryParse(text, out var url) || FtpUrl.TryParse($"{text}:", out url)) return url;
        try
        {
            return text.AsSpan().ContainsAny('/', '@') ? FtpUrl.Parse(text) : new FtpUrl(FtpTlsMode.Explicit, text);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            var problem = e is FormatException ? e.Message : "this is neither a URL nor a host.";
            throw CommandException.Usage($"the URL cannot be used: {problem}", "Write ftpes://[user@]host[:port]/path (explicit TLS), ftps://… (implicit TLS), user@host or host.");
        }
    }
}
