using System.CommandLine;
using System.Globalization;
using Sealift.Cli.CommandLine;
using Sealift.Cli.Output;
using Sealift.Cli.Output.Json;
using Sealift.Cli.Transfers;
using Sealift.Client;
using Sealift.Core;

namespace Sealift.Cli.Commands;

/// <summary>Shows checksums of files, which the server computes.</summary>
internal sealed class HashCommand : RemoteCommand
{
    private readonly Argument<string[]> _urls = new("URL") { Arity = ArgumentArity.OneOrMore, Description = "The files, each a URL or a saved site's name:/path." };
    private readonly Option<string?> _algorithm = new("--algorithm") { HelpName = "NAME", Description = "crc32, md5, sha1, sha256 or sha512. Default: the strongest that the server has; sha256 with --download." };
    private readonly Option<string?> _range = new("--range") { HelpName = "FROM-TO", Description = "Only the bytes from FROM to TO, both of them included and counted from 0: 0-99 is the first hundred." };
    private readonly Option<bool> _download = new("--download") { Description = "Where the server computes no such checksum, read the file from it and compute it here." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a file: path, algorithm, hash, range, computedBy." };

    public HashCommand(Terminal terminal)
        : base(terminal, "hash", "show checksums of files")
    {
        Arguments.Add(_urls);
        Options.Add(_algorithm);
        Options.Add(_range);
        Options.Add(_download);
        Options.Add(_json);
        TakeConnectionOptions();
    }

    public override IReadOnlyList<string> Details =>
    [
        "The server computes it, with HASH, XSHA512, XSHA256, XSHA1, XMD5, XCRC, MD5 or MMD5, and nothing is transferred. It is the server's "
        + "word. The output is as sha256sum writes it, so that \"sha256sum -c\" can check it.",
    ];

    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("sealift hash ftpes://alice@ftp.example.org/big.iso", "the strongest checksum that the server has"),
        ("sealift hash --algorithm sha256 alice@ftp.example.org:big.iso | sha256sum -c", "compare with the file here"),
        ("sealift hash --range 0-65535 --download alice@ftp.example.org:/big.iso", "of its first 64 KiB, computed here if need be"),
    ];

    protected override async Task<ExitCode> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var algorithm = ReadAlgorithm(arguments.GetValue(_algorithm));
        var range = ReadRange(arguments.GetValue(_range));
        var locations = arguments.GetRequiredValue(_urls).Select(ArgumentParsing.ReadNamedUrl).ToArray();
        FtpClient? client = null;
        RemoteLocation? connected = null;
        try
        {
            foreach (var location in locations)
            {
                var server = location.WithPath(FtpPath.Home);
                if (client is null || server != connected)
                {
                    if (client is not null) await client.QuitAsync(cancellationToken);
                    client = await ConnectAsync(arguments, location, cancellationToken);
                    connected = server;
                }

                await ShowAsync(arguments, client, location.Path, range, algorithm, cancellationToken);
            }

            await client!.QuitAsync(cancellationToken);
            return ExitCode.Ok;
        }
        finally
        {
            if (client is not null) await client.DisposeAsync();
        }
    }

    private async Task ShowAsync(
        ParseResult arguments,
        FtpClient client,
        FtpPath path,
        FtpByteRange? range,
        FtpHashAlgorithm? algorithm,
        CancellationToken cancellationToken)
    {
        var told = await client.HashAsync(path, range, algorithm, cancellationToken);
        if (told is null && !arguments.GetValue(_download)) throw NotTold(client, algorithm, range);
        var checksum = told
            ?? await ChecksumProof.ReadAsync(client, path, algorithm ?? FtpHashAlgorithm.Sha256, range, cancellationToken);
        if (!arguments.GetValue(_json))
        {
            Terminal.Out.WriteLine($"{checksum}  {Terminal.Show(path.ToString())}");
            return;
        }

        var record = new HashRecord
        {
            Path = path.ToString(),
            Algorithm = FtpChecksum.NameOf(checksum.Algorithm),
            Hash = checksum.ToString(),
            Range = range?.ToString(),
            ComputedBy = told is null ? "client" : "server",
        };
        Terminal.WriteJson(record, JsonLines.Default.HashRecord);
    }

    private static CommandException NotTold(FtpClient client, FtpHashAlgorithm? algorithm, FtpByteRange? range)
    {
        var offered = client.Features.HashAlgorithms;
        var what = offered.Count == 0
            ? "the server computes no checksums."
            : algorithm is { } wanted && !offered.Contains(wanted)
                ? $"the server does not compute {FtpChecksum.NameOf(wanted)}; it has {string.Join(", ", offered.Select(FtpChecksum.NameOf))}."
                : range is null
                    ? "the server computed no checksum after all."
                    : "the server computes no checksums of parts of files, or not of this one.";
        return CommandException.Refused(what, "--download computes it here, by reading the file from the server.");
    }

    private static FtpHashAlgorithm? ReadAlgorithm(string? text)
    {
        if (text is null) return null;
        return FtpChecksum.TryParseAlgorithm(text, out var algorithm)
            ? algorithm
            : throw CommandException.Usage($"--algorithm {text}: no such algorithm.", "There are crc32, md5, sha1, sha256 and sha512.");
    }

    private static FtpByteRange? ReadRange(string? text)
    {
        if (text is null) return null;
        var ends = text.Split('-');
        if (ends.Length == 2
            && long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first <= last && last < long.MaxValue)
            return new FtpByteRange(first, last - first + 1);
        throw CommandException.Usage($"--range {text}: not two byte numbers.", "0-99 is the first hundred bytes.");
    }
}
