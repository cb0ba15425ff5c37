using Sealift.Cli.Certificates;
using Sealift.Cli.Output;
using Sealift.Cli.Trees;
using Sealift.Core;
using Sealift.Core.Stores;
using Sealift.Server;
using Sealift.Tls;
using Sealift.Tls.Trust;

namespace Sealift.Cli.Serving.Users;

/// <summary>Makes the users of a server from a file of users.</summary>
/// <param name="store">The file.</param>
/// <param name="directory">What a user without a root of their own is served.</param>
internal sealed class ServedUsers(UserFileStore store, string directory)
{
    private IReadOnlyList<FtpUser> _more = [];
    private IReadOnlyList<HostEntry> _hosts = [];
    private (DateTime Changed, long Length) _known;

    /// <summary>The name under which clients ask for what is for everybody (RFC 1635).</summary>
    public const string AnonymousName = "anonymous";

    /// <summary>Everybody, to read a directory.</summary>
    public static FtpUser Anonymous(string directory) => new()
    {
        Name = AnonymousName,
        PasswordHash = null,
        IsAnonymous = true,
        Store = new LocalFileStore(directory),
        Rights = FtpRights.ReadOnly,
    };

    /// <summary>The file.</summary>
    public UserFileStore Store => store;

    /// <summary>The options with the users and virtual hosts of the file, besides the users they have.</summary>
    /// <exception cref="CommandException">The file cannot be used; the message says where and why.</exception>
    public FtpServerOptions Apply(FtpServerOptions options)
    {
        _known = store.Stamp();
        var file = store.Read();
        _hosts = file.Hosts;
        _more = options.Users;
        Check(file, options.ClientCertificates);
        var hosts = OfHosts(file);
        return options with
        {
            Users = [.. Of(file, host: null), .. _more],
            Hosts = [.. file.Hosts.Select(host => new FtpVirtualHost { Name = host.Name, Certificate = Load(host), Users = hosts[host.Name] })],
        };
    }

    /// <summary>Whether the file is another one than the last that was looked at.</summary>
    public bool IsChanged => store.Stamp() != _known;

    /// <summary>Lets the users that the file has now log in.</summary>
    /// <exception cref="CommandException">The file cannot be used; the old users stay.</exception>
    public void Use(FtpServer server, FtpServerOptions options)
    {
        _known = store.Stamp();
        var file = store.Read();
        if (!file.Hosts.Select(Meaning).SequenceEqual(_hosts.Select(Meaning)))
            throw CommandException.Local($"{store.Path}: virtual hosts and their certificates change only when the server is started again.", code: FailureCode.ServerFile);
        Check(file, options.ClientCertificates);
        server.UseUsers([.. Of(file, host: null), .. _more], OfHosts(file));
    }

    private static HostEntry Meaning(HostEntry host) => host with { Line = 0 };

    private void Check(UserFile file, ClientCertificateMode certificates)
    {
        if (!file.Users.Any() && _more.Count == 0)
            throw CommandException.Local($"{store.Path}: there is no user in the file.", $"Add one: sealift serve user add {store.Path} NAME", code: FailureCode.ServerFile);
        if (certificates == ClientCertificateMode.None && file.Users.FirstOrDefault(user => user.FindAll(UserKeys.Pins).Count > 0) is { } unasked)
        {
            throw CommandException.Local(
                $"{store.Path}, line {unasked.Line}: {TerminalText.Escape(unasked.ToString())} has a pin, and no certificates are asked for.",
                "Name the authorities of client certificates with --client-ca; one that signed itself is its own.",
                code: FailureCode.ServerFile);
        }

        if (_more.FirstOrDefault(user => file.Find(null, user.Name) is not null) is { } twice)
            throw CommandException.Usage($"the file has a user {twice.Name} already.", "Leave --anonymous out.");
    }

    private Dictionary<string, IReadOnlyList<FtpUser>> OfHosts(UserFile file) =>
        file.Hosts.ToDictionary(host => host.Name, IReadOnlyList<FtpUser> (host) => Of(file, host.Name), StringComparer.OrdinalIgnoreCase);

    private TlsCertificate? Load(HostEntry host)
    {
        if (host.Certificate is not { } certificate) return null;
        var key = host.Key is null ? null : Resolve(host.Key);
        CertificateFiles.RequireFile(Resolve(certificate), $"{store.Path}, line {host.Line}, names it.");
        if (key is not null) CertificateFiles.RequireFile(key, $"{store.Path}, line {host.Line}, names it.");
        return TlsCertificate.Load(Resolve(certificate), key, Environment.GetEnvironmentVariable(Passphrases.Variable));
    }

    private string Resolve(string path) => Path.GetFullPath(path, store.Folder);

    private List<FtpUser> Of(UserFile file, string? host) =>
        [.. file.Users.Where(user => UserReader.SameHost(user.Host, host)).Select(ToUser)];

    private FtpUser ToUser(UserEntry entry)
    {
        var isAnonymous = entry.IsSet(UserKeys.Anonymous);
        return new FtpUser
        {
            Name = entry.Name,
            PasswordHash = entry.Find(UserKeys.Password),
            IsAnonymous = isAnonymous,
            Store = new LocalFileStore(Root(entry)),
            Rights = entry.Values.ContainsKey(UserKeys.Rights)
                ? entry.FindAll(UserKeys.Rights).Aggregate(FtpRights.None, (rights, name) => rights | UserKeys.FindRight(name)!.Value)
                : isAnonymous ? FtpRights.ReadOnly : FtpRights.All,
            Quota = Size(entry, UserKeys.Quota),
            DownloadRate = Size(entry, UserKeys.RateDown),
            UploadRate = Size(entry, UserKeys.RateUp),
            MaxSessions = entry.Find(UserKeys.Sessions) is { } sessions ? int.Parse(sessions, System.Globalization.CultureInfo.InvariantCulture) : null,
            AllowedNetworks = [.. entry.FindAll(UserKeys.AllowFrom).Select(text => UserKeys.FindNetwork(text)!.Value)],
            CertificatePins = [.. entry.FindAll(UserKeys.Pins).Select(Pin)],
            CertificateUse = entry.Find(UserKeys.PinUse) == UserKeys.CertificateToo ? FtpCertificateUse.WithPassword : FtpCertificateUse.InsteadOfPassword,
        };
    }

    private string Root(UserEntry entry)
    {
        if (entry.Find(UserKeys.Root) is not { } text) return directory;
        var root = Resolve(text);
        if (Directory.Exists(root)) return root;
        if (!entry.IsSet(UserKeys.CreateRoot))
        {
            throw CommandException.Local(
                $"{store.Path}, line {entry.Line}: the root of {TerminalText.Escape(entry.ToString())}, {TerminalText.Escape(root)}, does not exist.",
                $"Make the directory, or write {UserKeys.CreateRoot.ExampleLine}.",
                code: FailureCode.ServerFile);
        }

        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(root);
            else Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return root;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Local(
                $"{store.Path}, line {entry.Line}: the root of {TerminalText.Escape(entry.ToString())} cannot be made: {e.Message}",
                "Check the directory above it and its permissions.",
                e,
                FailureCode.ServerFile);
        }
    }

    private static long? Size(UserEntry entry, UserKey key) => entry.Find(key) is { } text ? AmountText.ReadSize(key.Name, text) : null;

    private static SpkiPin Pin(string text) => SpkiPin.TryParse(text, out var pin) ? pin : throw new FormatException($"{text} is no pin.");
}
