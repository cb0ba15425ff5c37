using System.Security.Cryptography;
using Sealift.TestKit;

namespace Sealift.Bench;

/// <summary>A tree of small files on one side, and an empty directory on the other. Both go with it.</summary>
internal sealed class Tree : IDisposable
{
    private Tree(Peer peer, bool isUpload)
    {
        Name = $"tree-{Guid.NewGuid():N}";
        IsUpload = isUpload;
        Here = Directory.CreateDirectory(Path.Combine(Ground.Memory, Name)).FullName;
        There = Directory.CreateDirectory(Path.Combine(peer.Home, Name)).FullName;
        File.SetUnixFileMode(There, (UnixFileMode)0b111_111_111);
    }

    /// <summary>The name of the directory on the server, below its root.</summary>
    public string Name { get; }

    public bool IsUpload { get; }

    /// <summary>The directory on this side.</summary>
    public string Here { get; }

    /// <summary>The directory on the server's disk.</summary>
    public string There { get; }

    /// <summary>The files, relative to either directory.</summary>
    public List<string> Files { get; } = [];

    public static async Task<Tree> MakeAsync(Peer peer, bool isUpload, int directories, int filesEach, int fileSize)
    {
        var tree = new Tree(peer, isUpload);
        var root = isUpload ? tree.Here : tree.There;
        var content = RandomNumberGenerator.GetBytes(fileSize);
        for (var i = 0; i < directories; i++)
        {
            Directory.CreateDirectory(Path.Combine(root, $"d{i:000}"));
            for (var j = 0; j < filesEach; j++)
            {
                var file = $"d{i:000}/f{j:0000}.dat";
                tree.Files.Add(file);
                await File.WriteAllBytesAsync(Path.Combine(root, file), content);
            }
        }

        return tree;
    }

    /// <summary>Files that are whole on the other side.</summary>
    public int CountArrived(int fileSize) =>
        Files.Count(file => new FileInfo(Path.Combine(IsUpload ? There : Here, file)) is { Exists: true } info && info.Length == fileSize);

    public void Dispose()
    {
        Directory.Delete(Here, recursive: true);
        Directory.Delete(There, recursive: true);
        File.Delete(Here + ".curl");
    }
}
