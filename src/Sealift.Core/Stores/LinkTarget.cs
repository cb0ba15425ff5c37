using System.Diagnostics.CodeAnalysis;

namespace Sealift.Core.Stores;

/// <summary>Where symbolic links point, by their words alone.</summary>
public static class LinkTarget
{
    /// <summary>Finds what a link means, and refuses what leads out: an absolute target, or more ".." than there are directories above the link.</summary>
    /// <param name="link">The path of the link.</param>
    /// <param name="target">What the link says.</param>
    /// <param name="place">The path that is meant, of the same kind as <paramref name="link"/>, when the result is <see langword="true"/>.</param>
    public static bool TryResolve(FtpPath link, string? target, [NotNullWhen(true)] out FtpPath? place)
    {
        ArgumentNullException.ThrowIfNull(link);
        place = null;
        if (string.IsNullOrEmpty(target) || target[0] == '/' || link.Parent is not { } walked)
            return false;
        foreach (var range in target.AsSpan().Split('/'))
        {
            var part = target.AsSpan(range);
            if (part.IsEmpty || part is ".")
                continue;
            if (part is "..")
            {
                if (walked.Parent is not { } above)
                    return false;
                walked = above;
                continue;
            }

            var name = part.ToString();
            if (!FtpPath.IsName(name))
                return false;
            walked = walked.Append(name);
        }

        place = walked;
        return true;
    }
}
