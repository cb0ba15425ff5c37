using Sealift.Core.Stores;

namespace Sealift.Transfer.Queues;

/// <summary>What is full when a target is: the volume of a directory of this machine, or all that a login can write on a server.</summary>
internal static class TargetVolume
{
    /// <summary>Equal for two sides that share their room.</summary>
    public static string Of(TransferSide side) => side.Store is LocalFileStore local ? OfDirectory(local.Root) : side.Identity;

    /// <summary>The volume of a directory of this machine, given by its full path.</summary>
    public static string OfDirectory(string directory) => "volume:" + MountOf(directory);

    // The mount point that is nearest above the directory.
    private static string MountOf(string directory)
    {
        var path = WithSeparator(directory);
        try
        {
            return DriveInfo.GetDrives()
                .Select(static drive => WithSeparator(drive.Name))
                .Where(mount => path.StartsWith(mount, StringComparison.Ordinal))
                .MaxBy(static mount => mount.Length) ?? path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path; // where mounts are not told, each directory counts for itself
        }
    }

    private static string WithSeparator(string directory) =>
        Path.EndsInDirectorySeparator(directory) ? directory : directory + Path.DirectorySeparatorChar;
}
