using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Core.Wire;

namespace Sealift.Client.Tests.Threats;

/// <summary>How text gets into each public member, and why it does not get further where nothing is sent.</summary>
internal static class InjectionRows
{
    private const string Shown = "what a server said, or what is shown to people; nothing is sent from it";
    private const string Read = "reads what a server said; makes nothing that is sent";
    private const string MadeOfPaths = "takes a path that exists, and none with a control character does (FtpPath.Parse)";

    /// <summary>Members of a live session: the attempt to get the text onto the wire.</summary>
    public static IReadOnlyDictionary<string, Func<FtpClient, string, Task>> OnSessions { get; } = new Dictionary<string, Func<FtpClient, string, Task>>(StringComparer.Ordinal)
    {
        ["FtpClient.CreateDirectoryAsync(FtpPath)"] = (client, text) => client.CreateDirectoryAsync(FtpPath.Parse(text)),
        ["FtpClient.CreateLinkAsync(FtpPath, FtpPath)"] = (client, text) => client.CreateLinkAsync(FtpPath.Parse(text), FtpPath.Parse("x" + text)),
        ["FtpClient.DeleteDirectoryAsync(FtpPath)"] = (client, text) => client.DeleteDirectoryAsync(FtpPath.Parse(text)),
        ["FtpClient.DeleteFileAsync(FtpPath)"] = (client, text) => client.DeleteFileAsync(FtpPath.Parse(text)),
        ["FtpClient.DownloadAsync(FtpPath, Stream, FtpTransferOptions)"] = (client, text) => client.DownloadAsync(FtpPath.Parse(text), Stream.Null, new FtpTransferOptions()),
        ["FtpClient.DownloadAsync(FtpPath, Stream, Int64, IProgress<Int64>)"] = (client, text) => client.DownloadAsync(FtpPath.Parse(text), Stream.Null, 0),
        ["FtpClient.ExecuteAsync(FtpCommand)"] = (client, text) => client.ExecuteAsync(new FtpCommand("SITE", text)),
        ["FtpClient.ExecuteFlightAsync(IReadOnlyList<FtpCommand>, Boolean)"] = (client, text) => client.ExecuteFlightAsync([new FtpCommand("NOOP"), new FtpCommand("SITE", text)]),
        ["FtpClient.FindAsync(FtpPath)"] = (client, text) => client.FindAsync(FtpPath.Parse(text)),
        ["FtpClient.GetAvailableBytesAsync(FtpPath)"] = (client, text) => client.GetAvailableBytesAsync(FtpPath.Parse(text)),
        ["FtpClient.GetHelpAsync(String)"] = (client, text) => client.GetHelpAsync(text),
        ["FtpClient.GetModifiedAsync(FtpPath)"] = (client, text) => client.GetModifiedAsync(FtpPath.Parse(text)),
        ["FtpClient.GetSizeAsync(FtpPath)"] = (client, text) => client.GetSizeAsync(FtpPath.Parse(text)),
        ["FtpClient.GetStatusAsync(FtpPath)"] = (client, text) => client.GetStatusAsync(FtpPath.Parse(text)),
        ["FtpClient.HashAsync(FtpPath, Nullable<FtpByteRange>, Nullable<FtpHashAlgorithm>)"] = (client, text) => client.HashAsync(FtpPath.Parse(text)),
        ["FtpClient.IsDirectoryAsync(FtpPath)"] = (client, text) => client.IsDirectoryAsync(FtpPath.Parse(text)),
        ["FtpClient.ListAsync(FtpPath)"] = (client, text) => DrainAsync(client.ListAsync(FtpPath.Parse(text))),
        ["FtpClient.OpenReadAsync(FtpPath, FtpTransferOptions)"] = async (client, text) => await (await client.OpenReadAsync(FtpPath.Parse(text), new FtpTransferOptions())).DisposeAsync(),
        ["FtpClient.OpenReadAsync(FtpPath, Int64)"] = async (client, text) => await (await client.OpenReadAsync(FtpPath.Parse(text), 5)).DisposeAsync(),
        ["FtpClient.OpenWriteAsync(FtpPath, FtpTransferOptions)"] = async (client, text) => await (await client.OpenWriteAsync(FtpPath.Parse(text), new FtpTransferOptions())).DisposeAsync(),
        ["FtpClient.OpenWriteAsync(FtpPath, FtpWriteMode, Int64)"] = async (client, text) => await (await client.OpenWriteAsync(FtpPath.Parse(text), FtpWriteMode.Append)).DisposeAsync(),
        ["FtpClient.RenameAsync(FtpPath, FtpPath)"] = (client, text) => client.RenameAsync(FtpPath.Parse("plain"), FtpPath.Parse(text)),
        ["FtpClient.SelectFactsAsync(IReadOnlyCollection<String>)"] = (client, text) => client.SelectFactsAsync(["size", text]),
        ["FtpClient.SetCreatedAsync(FtpPath, DateTimeOffset)"] = (client, text) => client.SetCreatedAsync(FtpPath.Parse(text), DateTimeOffset.UnixEpoch),
        ["FtpClient.SetFactsAsync(FtpPath, IReadOnlyDictionary<String, String>)"] = async (client, text) =>
        {
            // A fact has a name, a value and a path, and each of them may be the one; a name that the server does not list goes nowhere.
            Exception? refusal = null;
            foreach (var (path, fact, value) in new[] { ("plain", "modify", text), ("plain", text, "1"), (text, "modify", "20200101000000") })
            {
                var failed = await Record.ExceptionAsync(() => client.SetFactsAsync(FtpPath.Parse(path), new Dictionary<string, string>(StringComparer.Ordinal) { [fact] = value }));
                refusal ??= failed is ArgumentException or FormatException ? failed : null;
            }

            if (refusal is not null) throw refusal;
        },
        ["FtpClient.SetModifiedAsync(FtpPath, DateTimeOffset)"] = (client, text) => client.SetModifiedAsync(FtpPath.Parse(text), DateTimeOffset.UnixEpoch),
        ["FtpClient.SetPermissionsAsync(FtpPath, UnixFileMode)"] = (client, text) => client.SetPermissionsAsync(FtpPath.Parse(text), UnixFileMode.UserRead),
        ["FtpClient.UploadAsync(Stream, FtpPath, FtpTransferOptions)"] = (client, text) => client.UploadAsync(Stream.Null, FtpPath.Parse(text), new FtpTransferOptions()),
        ["FtpClient.UploadAsync(Stream, FtpPath, FtpWriteMode, Int64, IProgress<Int64>)"] = (client, text) => client.UploadAsync(Stream.Null, FtpPath.Parse(text)),
        ["FtpClient.UploadUniqueAsync(Stream, FtpPath, FtpTransferOptions)"] = (client, text) => client.UploadUniqueAsync(Stream.Null, FtpPath.Parse(text)),
        ["FtpCommand(String, FtpPath)"] = (client, text) => client.ExecuteAsync(new FtpCommand("XCUP", FtpPath.Parse(text))),
        ["FtpCommand(String, String)"] = (client, text) => client.ExecuteAsync(new FtpCommand(text)),
        ["FtpPath.Append(String)"] = (client, text) => client.DeleteFileAsync(FtpPath.Home.Append(text)),
        ["FtpPath.Parse(String)"] = (client, text) => client.DeleteFileAsync(FtpPath.Parse(text)),
        ["FtpPath.TryParse(String, out)"] = (client, text) =>
            FtpPath.TryParse(text, out var path) ? client.DeleteFileAsync(path) : throw new FormatException("no path"),
        ["FtpFileStore.ComputeChecksumAsync(FtpPath, Nullable<FtpHashAlgorithm>, Nullable<FtpByteRange>)"] = (client, text) => new FtpFileStore(client).ComputeChecksumAsync(FtpPath.Parse(text)).AsTask(),
        ["FtpFileStore.CreateDirectoryAsync(FtpPath)"] = (client, text) => new FtpFileStore(client).CreateDirectoryAsync(FtpPath.Parse(text)).AsTask(),
        ["FtpFileStore.CreateLinkAsync(FtpPath, String)"] = (client, text) => new FtpFileStore(client).CreateLinkAsync(FtpPath.Parse("plain"), text).AsTask(),
        ["FtpFileStore.DeleteAsync(FtpPath)"] = (client, text) => new FtpFileStore(client).DeleteAsync(FtpPath.Parse(text)).AsTask(),
        ["FtpFileStore.FindAsync(FtpPath)"] = (client, text) => new FtpFileStore(client).FindAsync(FtpPath.Parse(text)).AsTask(),
        ["FtpFileStore.ListAsync(FtpPath)"] = (client, text) => DrainAsync(new FtpFileStore(client).ListAsync(FtpPath.Parse(text))),
        ["FtpFileStore.MoveAsync(FtpPath, FtpPath)"] = (client, text) => new FtpFileStore(client).MoveAsync(FtpPath.Parse("plain"), FtpPath.Parse(text)).AsTask(),
        ["FtpFileStore.OpenReadAsync(FtpPath, Int64)"] = async (client, text) => await (await new FtpFileStore(client).OpenReadAsync(FtpPath.Parse(text))).DisposeAsync(),
        ["FtpFileStore.OpenWriteAsync(FtpPath, FileWriteOptions)"] = async (client, text) => await (await new FtpFileStore(client).OpenWriteAsync(FtpPath.Parse(text), FileWriteOptions.Replace)).DisposeAsync(),
        ["FtpFileStore.SetModifiedAsync(FtpPath, DateTimeOffset)"] = (client, text) => new FtpFileStore(client).SetModifiedAsync(FtpPath.Parse(text), DateTimeOffset.UnixEpoch).AsTask(),
    };

    /// <summary>Members that a session is made of: what the text makes of the options.</summary>
    public static IReadOnlyDictionary<string, Func<FtpClientOptions, string, FtpClientOptions>> OnOptions { get; } = new Dictionary<string, Func<FtpClientOptions, string, FtpClientOptions>>(StringComparer.Ordinal)
    {
        ["FtpClientOptions.ClientName"] = (options, text) => options with { ClientName = text },
        ["FtpClientOptions.Credential"] = (options, text) => options with { Credential = FtpCredential.WithPassword(Scripted.User, text) },
        ["FtpClientOptions.Host"] = (options, text) => options with { Host = text },
        ["FtpClientOptions.Language"] = (options, text) => options with { Language = text },
        ["FtpClientOptions.ListArguments"] = (options, text) => options with { ListArguments = text },
        ["FtpClientOptions.MlstFacts"] = (options, text) => options with { MlstFacts = ["size", text] },
        ["FtpClientOptions.Profile"] = (options, text) => options with { Profile = text },
        ["FtpClientOptions.VirtualHost"] = (options, text) => options with { VirtualHost = text },
        ["FtpCredential.WithPassword(String, String)"] = (options, text) => options with { Credential = FtpCredential.WithPassword(text, Scripted.Secret) },
        ["FtpCredential.WithPassword(String, String, String)"] = (options, text) => options with { Credential = FtpCredential.WithPassword(Scripted.User, Scripted.Secret, text) },
        ["FtpProxy.Parse(String)"] = (options, text) => options with { Proxy = FtpProxy.Parse("http://" + text) },
        ["FtpProxy.TryParse(String, out)"] = (options, text) => FtpProxy.TryParse("http://" + text, out var proxy) ? options with { Proxy = proxy } : throw new FormatException("no proxy"),
        ["FtpProxy.WithLogin(String, String)"] = (options, text) => options with { Proxy = FtpProxy.Parse("socks5://127.0.0.1:9").WithLogin(text, text) },
        ["FtpUrl.Parse(String)"] = (options, text) => options with { Credential = FtpClientOptions.From(FtpUrl.Parse($"ftp://{Uri.EscapeDataString(Tame(text))}:x@127.0.0.1/")).Credential },
        ["FtpUrl.TryParse(String, out)"] = (options, text) =>
            FtpUrl.TryParse($"ftp://x:{Uri.EscapeDataString(Tame(text))}@127.0.0.1/", out var url) ? options with { Credential = FtpClientOptions.From(url).Credential } : throw new FormatException("no URL"),
        ["FtpUrl(FtpTlsMode, String, Nullable<Int32>, String, String, FtpPath, Boolean)"] = (options, text) =>
            options with { Credential = FtpClientOptions.From(new FtpUrl(FtpTlsMode.Explicit, "127.0.0.1", user: text, password: text)).Credential },
        ["FtpClientOptions.From(FtpUrl)"] = (options, text) =>
            options with { Host = FtpClientOptions.From(new FtpUrl(FtpTlsMode.Explicit, text)).Host },
    };

    /// <summary>Members, or all of a type with a star, from which nothing is sent, and why.</summary>
    public static IReadOnlyDictionary<string, string> WithoutAWire { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CombFormat.Format(FtpPath, IReadOnlyList<FtpPath>)"] = MadeOfPaths,
        ["CombFormat.*"] = Read,
        ["DataEndPointFormat.*"] = Read,
        ["ErrorCatalogue.*"] = Shown,
        ["ErrorEntry.*"] = Shown,
        ["FtpChallenge*"] = Shown,
        ["FtpClient.IsWorthCompressing(FtpPath)"] = "looks at the ending of the name",
        ["FtpClientPoolOptions.WorkingDirectory"] = MadeOfPaths,
        ["FtpEntry.*"] = "what a listing said; it becomes a path by FtpPath.Append or not at all",
        ["FtpFeatures.*"] = Read,
        ["FtpPath.Combine(FtpPath)"] = MadeOfPaths,
        ["FtpPath.IsName(String)"] = "answers a question",
        ["FtpPath.IsWithin(FtpPath)"] = "answers a question",
        ["FtpReply(Int32, IReadOnlyList<String>)"] = "what a server says, which takes care that it stays one reply (FtpReplyTests)",
        ["FtpSiteCopy.CopyAsync(FtpPath, FtpPath, IProgress<Int64>)"] = MadeOfPaths,
        ["FtpSiteCopyResult.*"] = Shown,
        ["FtpTextEncoding.Find(String)"] = "finds an encoding by its name; those that could make a control byte are none (FtpTextEncodingTests)",
        ["FtpTransferResult.*"] = Shown,
        ["FtpUrl.WithPath(FtpPath, Boolean)"] = MadeOfPaths,
        ["HashReplyFormat.*"] = Read,
        ["IChecksumStore.*"] = MadeOfPaths,
        ["ICreationTimeStore.*"] = MadeOfPaths,
        ["IFileStore.*"] = MadeOfPaths,
        ["IFreeSpaceStore.*"] = MadeOfPaths,
        ["ILinkStore.*"] = "the words of a link are a path or refused (LinkTarget, FtpFileStore.CreateLinkAsync above)",
        ["IPermissionStore.*"] = MadeOfPaths,
        ["LinkTarget.*"] = Read,
        ["ListingReader.*"] = Read,
        ["LocalFileStore*"] = "the disk of this machine",
        ["MemoryFileStore.*"] = "the memory of this process",
        ["MlsxFormat.Format(FtpEntry, IReadOnlySet<String>)"] = "a line of the server's listing; names that would break it are left out there (MlsxFormatTests)",
        ["PortRange.*"] = "two numbers",
        ["PwdFormat.*"] = MadeOfPaths,
        ["SecretMask.*"] = Shown,
        ["ServerProfile*"] = Shown,
        ["TerminalText.*"] = Shown,
        ["VmsPathFormat.*"] = MadeOfPaths,
    };

    // A URL of half a surrogate pair cannot be written down; everything else can, in its own way.
    private static string Tame(string text) => text.Any(char.IsSurrogate) ? throw new FormatException("no text") : text;

    private static async Task DrainAsync(IAsyncEnumerable<FtpEntry> entries)
    {
        await foreach (var entry in entries) Assert.NotNull(entry);
    }
}
