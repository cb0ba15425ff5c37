using System.Text;
using Sealift.Core;

namespace Sealift.Server.Commands;

/// <summary>What a user may do with an entry (RFC 3659 section 7.5.5).</summary>
internal static class PermFact
{
    /// <summary>The entry with its fact, unless the store stated one.</summary>
    public static FtpEntry With(FtpEntry entry, FtpRights rights) => entry.Perm is not null ? entry : entry with
    {
        Perm = entry.Kind switch
        {
            FtpEntryKind.Directory or FtpEntryKind.CurrentDirectory or FtpEntryKind.ParentDirectory => Letters(rights,
                ('c', FtpRights.Write), ('d', FtpRights.Delete), ('e', FtpRights.None), ('f', FtpRights.Write | FtpRights.Delete),
                ('l', FtpRights.List), ('m', FtpRights.Write), ('p', FtpRights.Delete)),
            FtpEntryKind.File => Letters(rights,
                ('a', FtpRights.Write | FtpRights.Overwrite), ('d', FtpRights.Delete), ('f', FtpRights.Write | FtpRights.Delete),
                ('r', FtpRights.Read), ('w', FtpRights.Write | FtpRights.Overwrite)),
            FtpEntryKind.Link => Letters(rights, ('d', FtpRights.Delete), ('f', FtpRights.Write | FtpRights.Delete), ('r', FtpRights.Read)),
            _ => null,
        },
    };

    private static string Letters(FtpRights rights, params ReadOnlySpan<(char Letter, FtpRights Needs)> all)
    {
        var letters = new StringBuilder(all.Length);
        foreach (var (letter, needs) in all)
            if ((rights & needs) == needs) letters.Append(letter);
        return letters.ToString();
    }
}
