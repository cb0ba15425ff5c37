using Sealift.Sites.Vaults;

namespace Sealift.Sites.Importing;

/// <summary>A .netrc file: each machine becomes a site of that name.</summary>
internal static class NetrcImport
{
    public static IEnumerable<ImportedSite> Read(string text) => Netrc.Parse(text).Entries.Select(Machine);

    private static ImportedSite Machine(NetrcEntry entry)
    {
        var draft = new ImportDraft(entry.Machine ?? "default");
        if (entry.Machine is null) draft.Refuse("Left out: \"default\" names no server.");
        draft.Set(SiteKeys.Host, entry.Machine);
        draft.Set(KnownSettings.User, entry.Login);
        draft.Keep(SecretKind.Password, entry.Password);
        return draft.ToSite();
    }
}
