using System.CommandLine;
using Sealift.Client;

namespace Sealift.Cli.Transfers;

/// <summary>The options that say in which form a file is carried.</summary>
internal sealed class FormOptions
{
    private readonly Option<bool> _compress = new("--compress", "-z")
    {
        Description = "Compress the data connection (MODE Z) where the server can, and warn where it cannot. Files whose names end like compressed formats (.zip, .gz, .jpg, .mp4 and the like) travel as they are.",
    };

    private readonly Option<bool> _ascii = new("--ascii", "-a")
    {
        Description = "Carry text: lines end in CR LF on the way and as the receiving system has them at the end. Sizes then prove nothing and are not compared; some servers (vsftpd by default) accept it and change nothing.",
    };

    public FormOptions(Command command)
    {
        command.Options.Add(_compress);
        command.Options.Add(_ascii);
    }

    /// <summary>How the file is to be carried.</summary>
    public FtpTransferOptions Read(ParseResult arguments) => new()
    {
        Type = arguments.GetValue(_ascii) ? FtpTransferType.Ascii : FtpTransferType.Binary,
        Compression = arguments.GetValue(_compress) ? FtpCompression.WhenUseful : FtpCompression.Off,
    };
}
