using System.Collections.Frozen;
using Sealift.Core;

namespace Sealift.Client.Compression;

/// <summary>Files that do not get smaller: by the ending of their name, for their bytes are not known yet.</summary>
internal static class CompressedFormats
{
    private static readonly FrozenSet<string> Endings = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "7z", "aac", "apk", "avi", "avif", "br", "bz2", "cab", "deb", "docx", "epub", "flac", "flv", "gif", "gpg", "gz", "heic", "jar",
        "jpeg", "jpg", "jxl", "lz", "lz4", "lzma", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "mpeg", "mpg", "odp", "ods", "odt", "oga",
        "ogg", "ogv", "opus", "pgp", "png", "pptx", "rar", "rpm", "tbz", "tbz2", "tgz", "txz", "tzst", "war", "webm", "webp", "whl",
        "wma", "wmv", "woff", "woff2", "xlsx", "xz", "z", "zip", "zst");

    public static bool Has(FtpPath path)
    {
        var dot = path.Name.LastIndexOf('.');
        return dot >= 0 && Endings.Contains(path.Name[(dot + 1)..]);
    }
}
