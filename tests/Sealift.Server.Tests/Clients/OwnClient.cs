using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Sealift.Client;
using Sealift.Core;
using Sealift.Tls.Trust;

namespace Sealift.Server.Tests.Clients;

/// <summary>This project's own client library.</summary>
internal sealed record OwnClient() : ServedClient("Sealift", "", "")
{
    public override string? Missing => null;

    public override async Task<string> RunAsync(ClientPlace place, string operation, params string[] arguments)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        try
        {
            await using var client = await ConnectAsync(place, cancellationToken);
            var output = await RunAsync(client, operation, arguments, cancellationToken);
            await client.QuitAsync(cancellationToken);
            return output;
        }
        catch (FtpException e)
        {
            throw new ClientFailedException($"{Name} {operation}: {e}");
        }
    }

    protected override (string Program, IReadOnlyList<string> Words, string? Input) Command(
        ClientPlace place, string operation, string[] arguments, string password) => throw new NotSupportedException("It runs in this process.");

    private static async Task<FtpClient> ConnectAsync(ClientPlace place, CancellationToken cancellationToken)
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(place.Authority);
        return await FtpClient.ConnectAsync(new FtpClientOptions
        {
            Host = "127.0.0.1",
            Port = int.Parse(place.Port, CultureInfo.InvariantCulture),
            Mode = place.Mode == "implicit" ? FtpTlsMode.Implicit : FtpTlsMode.Explicit,
            Credential = FtpCredential.WithPassword(TestServer.User, TestServer.Password),
            Trust = new TrustPolicy { Roots = [authority] },
        }, cancellationToken);
    }

    private static async Task<string> RunAsync(FtpClient client, string operation, string[] arguments, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case "list":
                return await NamesAsync(client, cancellationToken);
            case "get":
                await GetAsync(client, FtpPath.Parse(arguments[0]), arguments[1], FileMode.Create, cancellationToken);
                break;
            case "reget":
                await GetAsync(client, FtpPath.Parse(arguments[0]), arguments[1], FileMode.Append, cancellationToken);
                break;
            case "put":
                await PutAsync(client, arguments[0], FtpPath.Parse(arguments[1]), 0, cancellationToken);
                break;
            case "reput":
                var path = FtpPath.Parse(arguments[1]);
                await PutAsync(client, arguments[0], path, await client.GetSizeAsync(path, cancellationToken) ?? 0, cancellationToken);
                break;
            case "mv":
                await client.RenameAsync(FtpPath.Parse(arguments[0]), FtpPath.Parse(arguments[1]), cancellationToken);
                break;
            case "rm":
                await client.DeleteFileAsync(FtpPath.Parse(arguments[0]), cancellationToken);
                break;
            case "gettree":
                await GetTreeAsync(client, FtpPath.Parse(arguments[0]), arguments[1], cancellationToken);
                break;
            case "puttree":
                await PutTreeAsync(client, arguments[0], FtpPath.Parse(arguments[1]), cancellationToken);
                break;
            case "abort":
                await using (var reading = await client.OpenReadAsync(FtpPath.Parse(arguments[0]), cancellationToken: cancellationToken))
                    Assert.NotEqual(0, await reading.ReadAsync(new byte[1000], cancellationToken));
                return await NamesAsync(client, cancellationToken);
            default:
                throw new ArgumentException(operation, nameof(operation));
        }

        return "";
    }

    private static async Task<string> NamesAsync(FtpClient client, CancellationToken cancellationToken) =>
        string.Join('\n', await client.ListAsync(FtpPath.Home, cancellationToken).Select(entry => entry.Name).ToListAsync(cancellationToken));

    private static async Task GetAsync(FtpClient client, FtpPath path, string local, FileMode mode, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(local, mode, FileAccess.Write);
        await client.DownloadAsync(path, file, file.Position, cancellationToken: cancellationToken);
    }

    private static async Task PutAsync(FtpClient client, string local, FtpPath path, long offset, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(local);
        file.Position = offset;
        await client.UploadAsync(file, path, offset > 0 ? FtpWriteMode.Resume : FtpWriteMode.Replace, offset, cancellationToken: cancellationToken);
    }

    private static async Task GetTreeAsync(FtpClient client, FtpPath directory, string local, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(local);
        foreach (var entry in await client.ListAsync(directory, cancellationToken).ToListAsync(cancellationToken))
        {
            var (path, target) = (directory.Append(entry.Name), Path.Combine(local, entry.Name));
            if (entry.Kind == FtpEntryKind.Directory) await GetTreeAsync(client, path, target, cancellationToken);
            else await GetAsync(client, path, target, FileMode.Create, cancellationToken);
        }
    }

    private static async Task PutTreeAsync(FtpClient client, string local, FtpPath directory, CancellationToken cancellationToken)
    {
        await client.CreateDirectoryAsync(directory, cancellationToken);
        foreach (var file in Directory.GetFiles(local)) await PutAsync(client, file, directory.Append(Path.GetFileName(file)), 0, cancellationToken);
        foreach (var below in Directory.GetDirectories(local)) await PutTreeAsync(client, below, directory.Append(Path.GetFileName(below)), cancellationToken);
    }
}
