using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Trees;

namespace Sealift.Cli.Queues;

/// <summary>One end of a job: a file or directory of this machine, or a place on a server.</summary>
/// <param name="Text">As the job keeps it: a full path, a URL without a password, or a saved site's name:path.</param>
/// <param name="Remote">The place on a server; null for this machine.</param>
internal sealed record JobEnd(string Text, RemoteLocation? Remote)
{
    /// <summary>Whether what is named is written as a directory.</summary>
    public bool IsDirectory => Remote?.IsDirectory ?? (Text.EndsWith('/') || Directory.Exists(Text));

    /// <summary>Reads an end as it was typed.</summary>
    /// <exception cref="CommandException">It is none, or it has a password (usage).</exception>
    public static JobEnd Read(string text)
    {
        var end = TreeEnd.Read(text);
        if (end.Remote is null)
        {
            var slash = text.EndsWith('/') && text.Length > 1 ? "/" : "";
            return new JobEnd(Path.TrimEndingDirectorySeparator(Path.GetFullPath(text)) + slash, null);
        }

        if (end.Remote.Url.Password is not null)
        {
            throw CommandException.Usage(
                "the URL has a password, which is not kept in the queue.",
                "Leave it out. Keep it where passwords are kept: sealift site add NAME URL --save-password, or ~/.netrc.");
        }

        // A saved site stays its name, so that the job follows when the site is changed.
        return new JobEnd(end.Remote.Site is null ? end.Remote.ToString() : text, end.Remote);
    }
}
