using System.Security.Cryptography;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Proof.Tests.Soak;

/// <summary>Somebody who works in a directory of his own with sessions of a pool, and who gives up in the middle now and then.</summary>
internal sealed class SessionWork
{
    private const int MaxKnown = 25;
    private const int CancelOdds = 8;

    private static readonly string[] Kinds = ["put", "put", "get", "get", "list", "rename", "delete", "abort get", "abort put"];

    private readonly SoakTotals _totals;
    private readonly FtpPath _there;
    private readonly string _here;

    // What is surely there, with its checksum: nothing that was said to be done may be lost.
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private int _number;

    public SessionWork(SoakServer server, string name, SoakTotals totals)
    {
        _totals = totals;
        (_here, _there) = server.MakeDirectory(name);
    }

    public async Task WorkAsync(FtpClientPool pool, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var kind = Kinds[RandomNumberGenerator.GetInt32(Kinds.Length)];
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (RandomNumberGenerator.GetInt32(CancelOdds) == 0) cancel.CancelAfter(RandomNumberGenerator.GetInt32(300));
            try
            {
                await using var lease = await pool.RentAsync(cancel.Token);
                await DoAsync(kind, lease.Client, cancel.Token);
                _totals.Add($"session {kind}: done");
            }
            catch (Exception e)
            {
                _totals.Fail($"session {kind}", e, cancel.IsCancellationRequested);
                await PauseAsync(stop);
            }
        }
    }

    /// <summary>Everything that was done is there.</summary>
    public async Task VerifyAsync(FtpClientPool pool, CancellationToken cancellationToken)
    {
        foreach (var (name, hash) in _known)
        {
            var file = Path.Combine(_here, name);
            if (!File.Exists(file)) _totals.Violate($"{file} is lost");
            else if (hash != Hash(await File.ReadAllBytesAsync(file, cancellationToken))) _totals.Violate($"{file} has another content, {new FileInfo(file).Length} bytes");
        }

        await using var lease = await pool.RentAsync(cancellationToken);
        await ListAsync(lease.Client, cancellationToken);

        // What was given up in the middle may be there or not.
        foreach (var file in Directory.EnumerateFiles(_here)) File.Delete(file);
        _known.Clear();
    }

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexString(SHA256.HashData(content));

    private static async Task PauseAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(20, stop);
        }
        catch (OperationCanceledException)
        {
            return; // the end of the round
        }
    }

    private Task DoAsync(string kind, FtpClient client, CancellationToken cancellationToken) => kind switch
    {
        "put" => PutAsync(client, cancellationToken),
        "get" => GetAsync(client, cancellationToken),
        "list" => ListAsync(client, cancellationToken),
        "rename" => RenameAsync(client, cancellationToken),
        "delete" => DeleteAsync(client, cancellationToken),
        "abort get" => AbortGetAsync(client, cancellationToken),
        _ => AbortPutAsync(client, cancellationToken),
    };

    private string NewName() => $"file {++_number}";

    private string? AnyName() => _known.Count == 0 ? null : _known.Keys.ElementAt(RandomNumberGenerator.GetInt32(_known.Count));

    // Each upload has a name of its own: a session that was lost may still write to its file for a while.
    private async Task PutAsync(FtpClient client, CancellationToken cancellationToken)
    {
        if (_known.Count >= MaxKnown)
        {
            await DeleteAsync(client, cancellationToken);
            return;
        }

        var (name, content) = (NewName(), RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(1 << RandomNumberGenerator.GetInt32(1, 20))));
        using var source = new MemoryStream(content, writable: false);
        await client.UploadAsync(source, _there.Append(name), cancellationToken: cancellationToken);
        _known[name] = Hash(content);
        _totals.Add("bytes", content.Length);
    }

    private async Task GetAsync(FtpClient client, CancellationToken cancellationToken)
    {
        if (AnyName() is not { } name) return;
        using var target = new MemoryStream();
        await client.DownloadAsync(_there.Append(name), target, cancellationToken: cancellationToken);
        if (Hash(target.GetBuffer().AsSpan(0, (int)target.Length)) != _known[name]) _totals.Violate($"{_here}/{name}: another content was received, and called whole");
        _totals.Add("bytes", target.Length);
    }

    private async Task ListAsync(FtpClient client, CancellationToken cancellationToken)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        await foreach (var entry in client.ListAsync(_there, cancellationToken)) names.Add(entry.Name);
        foreach (var name in _known.Keys.Where(name => !names.Contains(name))) _totals.Violate($"{_here}/{name}: a whole listing does not have it");
    }

    private async Task RenameAsync(FtpClient client, CancellationToken cancellationToken)
    {
        if (AnyName() is not { } name || !_known.Remove(name, out var hash)) return;
        var target = NewName();
        await client.RenameAsync(_there.Append(name), _there.Append(target), cancellationToken);
        _known[target] = hash;
    }

    private async Task DeleteAsync(FtpClient client, CancellationToken cancellationToken)
    {
        if (AnyName() is not { } name || !_known.Remove(name)) return;
        await client.DeleteFileAsync(_there.Append(name), cancellationToken);
        if (File.Exists(Path.Combine(_here, name))) _totals.Violate($"{_here}/{name} was deleted and is there");
    }

    private async Task AbortGetAsync(FtpClient client, CancellationToken cancellationToken)
    {
        if (AnyName() is not { } name) return;
        await using var stream = await client.OpenReadAsync(_there.Append(name), cancellationToken: cancellationToken);
        _ = await stream.ReadAsync(new byte[1 + RandomNumberGenerator.GetInt32(100_000)], cancellationToken);
    }

    private async Task AbortPutAsync(FtpClient client, CancellationToken cancellationToken)
    {
        await using var stream = await client.OpenWriteAsync(_there.Append(NewName()), cancellationToken: cancellationToken);
        await stream.WriteAsync(new byte[RandomNumberGenerator.GetInt32(300_000)], cancellationToken);
    }
}
