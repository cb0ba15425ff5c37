using System.Text;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.TestKit;
using static Sealift.Client.Tests.Scripted;

namespace Sealift.Client.Tests.Profiles;

/// <summary>A visit to each family of servers: login, listing, download, upload, in each way that its words may arrive.</summary>
public sealed class FamilyVisitTests
{
    public static TheoryData<string, ScriptDelivery> Families
    {
        get
        {
            TheoryData<string, ScriptDelivery> rows = [];
            foreach (var id in ServerProfile.Ids)
            {
                foreach (var delivery in Enum.GetValues<ScriptDelivery>()) rows.Add(id, delivery);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Family_is_recognised_and_served_as_its_profile_says(string id, ScriptDelivery delivery)
    {
        var family = Create(id, delivery);
        await using var peer = ScriptedFtpPeer.Start(family.SpeakAsync, new ScriptedPeerOptions { Delivery = delivery });
        await using var client = await peer.ConnectAsync(options => options with { Profile = null });

        await client.PingAsync(Stop);
        var entries = await client.EntriesAsync();
        using var download = new MemoryStream();
        await client.DownloadAsync(FtpPath.Parse(family.Download), download, cancellationToken: Stop);
        await using (var store = new FtpFileStore(client))
        {
            await using var upload = await store.OpenWriteAsync(FtpPath.Parse(family.Upload), new FileWriteOptions(), Stop);
            await upload.WriteAsync(Encoding.UTF8.GetBytes(FamilyConversation.UploadContent), Stop);
            await upload.CompleteAsync(Stop);
            await client.QuitAsync(Stop);
        }

        await peer.Completion;
        Assert.Equal(id, client.Profile.Profile.Id);
        Assert.Equal(
            family.Entries.Select(entry => (entry.Name, entry.Kind, entry.Size)),
            entries.Select((entry, i) => (entry.Name, entry.Kind, i < family.Entries.Length && family.Entries[i].Size is null ? null : entry.Size)));
        Assert.Equal(FamilyConversation.FileContent, Encoding.UTF8.GetString(download.ToArray()));
        Assert.Equal(new KeyValuePair<string, string>(family.Upload, FamilyConversation.UploadContent), Assert.Single(family.Stored));
        var said = peer.Sessions[0].CommandsInTls.Select(line => line.StartsWith("PASS ", StringComparison.Ordinal) ? "PASS *" : line).ToList();
        Assert.Single(peer.Sessions);
        Assert.Equal(family.LoginCommands, said.Take(said.IndexOf("NOOP") + 1));
        Assert.Contains(family.ListCommand, said);
    }

    internal static FamilyConversation Create(string id, ScriptDelivery delivery) => id switch
    {
        "vsftpd" => new VsftpdConversation { Delivery = delivery },
        "proftpd" => new ProftpdConversation { Delivery = delivery },
        "pureftpd" => new PureftpdConversation { Delivery = delivery },
        "filezilla" => new FilezillaConversation { Delivery = delivery },
        "iis" => new IisConversation { Delivery = delivery },
        "eft" => new EftConversation { Delivery = delivery },
        "servu" => new ServuConversation { Delivery = delivery },
        "zos" => new ZosConversation { Delivery = delivery },
        "openvms" => new OpenvmsConversation { Delivery = delivery },
        "nonstop" => new NonstopConversation { Delivery = delivery },
        "ibmi" => new IbmiConversation { Delivery = delivery },
        "glftpd" => new GlftpdConversation { Delivery = delivery },
        "pyftpdlib" => new PyftpdlibConversation { Delivery = delivery },
        _ => throw new ArgumentException($"Nobody has written down how {id} talks.", nameof(id)),
    };
}
