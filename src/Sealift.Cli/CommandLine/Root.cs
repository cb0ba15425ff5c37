using System.CommandLine;
using System.CommandLine.Help;
using Sealift.Cli.CommandLine.Completing;
using Sealift.Cli.Commands;
using Sealift.Cli.Commands.Queues;
using Sealift.Cli.Commands.Sites;
using Sealift.Cli.Output;

namespace Sealift.Cli.CommandLine;

/// <summary>The whole command line.</summary>
internal static class Root
{
    /// <summary>Every command; making them is cheap, nothing is read or opened yet.</summary>
    public static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand("moves files over FTP sealed in TLS (FTPS)")
        {
            new LsCommand(terminal),
            new GetCommand(terminal),
            new PutCommand(terminal),
            new CpCommand(terminal),
            new SyncCommand(terminal),
            new QueueCommands(terminal),
            new CatCommand(terminal),
            new StatCommand(terminal),
            new HashCommand(terminal),
            new RmCommand(terminal),
            new MkdirCommand(terminal),
            new MvCommand(terminal),
            new ChmodCommand(terminal),
            new TraceCommand(terminal),
            new DoctorCommand(terminal),
            new TrustCommands(terminal),
            new SiteCommands(terminal),
            new CertCommands(terminal),
            new ServeCommand(terminal),
            new AppCommand(terminal),
            new DemoCommand(terminal),
            new ExplainCommand(terminal),
            new CompletionCommand(terminal),
        };

        // The library's own "[suggest]" would be an undocumented second syntax, and its "/h" could be a file.
        root.Directives.Clear();
        root.Options.Clear();
        root.Options.Add(new HelpOption("--help", "-h") { Action = new HelpPage(terminal), Description = "Show this page." });
        root.Options.Add(new VersionOption { Description = "Show the version." });
        return root;
    }

    /// <summary>Reads a command line. Files of arguments ("@file") are not a feature here: a name may begin with an at sign.</summary>
    public static ParseResult Parse(RootCommand root, string[] arguments) =>
        root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
}
