using System.CommandLine;
using Sealift.Cli.Output;
using Sealift.Core;

namespace Sealift.Cli.CommandLine;

/// <summary>Reads values of the command line, with errors that say what is wrong and never repeat a secret.</summary>
internal static class ArgumentParsing
{
    private const string Forms =
        "URL forms: ftpes://[user@]host[:port]/path (explicit TLS), ftps://… (implicit TLS), user@host:/path, or site:/path for a saved site.";

    /// <summary>The usual URL argument.</summary>
    public static Argument<string> Url(string description) => new("URL") { Description = description };

    /// <summary>Reads a URL or a saved site's name:/path; the message never shows the text, which may hold a password.</summary>
    /// <exception cref="CommandException">It is none (usage).</exception>
    public static RemoteLocation ReadUrl(string text)
    {
        try
        {
            return SiteArgument.IsOne(text) ? SiteArgument.Read(text) : new RemoteLocation(FtpUrl.Parse(text));
        }
        catch (FormatException e)
        {
            throw CommandException.Usage($"the URL cannot be used: {e.Message}", Forms);
        }
    }

    /// <summary>Reads a URL that must name something below the top directory.</summary>
    /// <exception cref="CommandException">It is none, or names only the server (usage).</exception>
    public static RemoteLocation ReadNamedUrl(string text)
    {
        var url = ReadUrl(text);
        return url.Path.IsTop ? throw CommandException.Usage($"{url} names no file or directory.", Forms) : url;
    }

    /// <summary>A command line as it may be shown: without passwords in URLs.</summary>
    public static string Mask(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        while (scheme >= 0)
        {
            var start = scheme + 3;
            var end = text.IndexOfAny(['/', ' ', '\''], start);
            var authority = text[start..(end < 0 ? text.Length : end)];

            // A password with a slash in it, unescaped, is a mistake; it is hidden all the same.
            var at = text.LastIndexOf('@');
            var colon = authority.IndexOf(':', StringComparison.Ordinal);
            if (at > start && colon >= 0 && start + colon < at)
                text = string.Concat(text.AsSpan(0, start + colon), ":***", text.AsSpan(at));
            scheme = text.IndexOf("://", start, StringComparison.Ordinal);
        }

        return text;
    }
}
