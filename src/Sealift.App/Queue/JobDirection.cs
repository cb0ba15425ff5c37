using MudBlazor;
using Sealift.Transfer.Queues;

namespace Sealift.App.Queue;

/// <summary>Which way the files of a job go.</summary>
internal static class JobDirection
{
    /// <summary>The picture and the words.</summary>
    public static (string Icon, string Words) Of(TransferJob job) => Of(job.Source, job.Target);

    /// <summary>The picture and the words of two ends. What begins with a slash is on this machine, as jobs have it.</summary>
    public static (string Icon, string Words) Of(string source, string target) => (IsLocal(source), IsLocal(target)) switch
    {
        (true, false) => (Icons.Material.Filled.Upload, "upload"),
        (false, true) => (Icons.Material.Filled.Download, "download"),
        (false, false) => (Icons.Material.Filled.SyncAlt, "server to server"),
        _ => (Icons.Material.Filled.ContentCopy, "copy on this machine"),
    };

    /// <summary>Whether an end is on this machine.</summary>
    public static bool IsLocal(string end) => Path.IsPathFullyQualified(end);

    /// <summary>The last name of an end, for a narrow column.</summary>
    public static string Name(string end)
    {
        var trimmed = end.TrimEnd('/');
        var name = trimmed[(trimmed.LastIndexOf('/') + 1)..];
        return name.Length == 0 ? end : end.EndsWith('/') ? name + "/" : name;
    }
}
