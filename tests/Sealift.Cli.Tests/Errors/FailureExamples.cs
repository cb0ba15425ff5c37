using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using Sealift.Cli.Output;
using Sealift.Client;
using Sealift.Core;
using Sealift.Core.Compression;
using Sealift.Core.Stores;
using Sealift.Core.Wire;
using Sealift.Server;
using Sealift.Sites;
using Sealift.TestKit;
using Sealift.Tls;
using Sealift.Tls.Trust;
using Sealift.Transfer.Planning;
using Sealift.Transfer.State;

namespace Sealift.Cli.Tests.Errors;

/// <summary>Every failure there is: each value of every enum of failures, each refusing reply, each kind of exception.</summary>
internal static class FailureExamples
{
    /// <summary>The assemblies whose exceptions a user can meet.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        typeof(FtpException).Assembly, typeof(TlsException).Assembly, typeof(FtpClient).Assembly,
        typeof(FtpServer).Assembly, typeof(SiteException).Assembly, typeof(CommandException).Assembly,
        typeof(StateException).Assembly,
    ];

    /// <summary>Exceptions between the layers: the client tells too much compressed data as an <see cref="FtpDataException"/>, the server as 552.</summary>
    public static IReadOnlyList<Type> Inner { get; } = [typeof(InflationException)];

    private static readonly FtpCommand Command = new("RETR", "a");

    public static IReadOnlyList<FailureExample> All { get; } =
    [
        .. Each<FtpProtocolFailure>(failure => new FtpProtocolException("x") { Failure = failure }),
        .. Each<FtpConnectionFailure>(failure => new FtpConnectionException(failure, "x")),
        .. Each<FtpDataFailure>(failure => new FtpDataException(failure, "x")),
        .. Each<FtpSiteCopyFailure>(failure => new FtpSiteCopyException(failure, "x")),
        .. Each<TlsFailure>(failure => new FtpTlsException(new TlsException(failure, "x"))),
        .. EachTls(),
        .. Each<FileStoreError>(error => new FileStoreException(error, FtpPath.Parse("a"))),
        .. Each<SiteFailure>(failure => new SiteException(failure, "x")),
        .. Each<StateFailure>(failure => new StateException(failure, "x")),
        .. Refusals().Select(reply => Make($"FtpReplyException {reply.Code}", new FtpReplyException(Command, reply))),
        .. Refusals().Append(new FtpReply(332, "x")).Append(new FtpReply(336, "x"))
            .Select(reply => Make($"FtpAuthenticationException {reply.Code}", new FtpAuthenticationException("a", reply))),
        Make("a key that changed", new FtpTlsException(Changed())),
        Make("AUTH refused", new FtpTlsException("x", hint: null)),
        Make("PROT refused", new FtpTlsException("x", hint: null) { IsAboutData = true }),
        Make(nameof(FtpEncodingException), new FtpEncodingException("RETR", "latin1")),
        Make(nameof(FtpServerException), new FtpServerException("x")),
        .. EachOfTheCommands(),
        new FailureExample("a file without permission", new UnauthorizedAccessException("x"), FailureCode.NotPermitted),
        new FailureExample("a plan that cannot be", new TransferPlanException(PlanRefusal.SameTree, "x", "x"), FailureCode.Usage),
        new FailureExample("a defect", new InvalidOperationException("x"), FailureCode.Defect),
    ];

    private static IEnumerable<FtpReply> Refusals() => Enumerable.Range(400, 200).Select(code => new FtpReply(code, "x"));

    private static IEnumerable<FailureExample> Each<T>(Func<T, Exception> make)
        where T : struct, Enum =>
        Enum.GetValues<T>().Select(value => Make($"{typeof(T).Name}.{value}", make(value)));

    private static IEnumerable<FailureExample> EachTls() =>
        Enum.GetValues<TlsFailure>().Select(failure => Make($"{nameof(TlsException)} {failure}", new TlsException(failure, "x")));

    // The codes that commands give themselves: the constants of the one class that lists them.
    private static IEnumerable<FailureExample> EachOfTheCommands() =>
        typeof(FailureCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (field.Name, Code: (string)field.GetRawConstantValue()!))
            .Select(pair => Make($"{nameof(FailureCode)}.{pair.Name}", new CommandException(ExitOf(pair.Code), "x") { Code = pair.Code }));

    private static ExitCode ExitOf(string code) => (ExitCode)(Core.Errors.ErrorCatalogue.Find(code)?.ExitCode ?? 0);

    private static TlsException Changed()
    {
        using var certificates = new TestCertificates();
        var leaf = X509CertificateLoader.LoadCertificate(certificates.Authority.RawData);
        return new TlsException(TlsFailure.CertificateChanged, "x")
        {
            Certificate = leaf,
            Known = KnownHost.From("a", 21, leaf, DateTimeOffset.UnixEpoch),
        };
    }

    private static FailureExample Make(string name, Exception exception) => new(
        name,
        exception,
        exception switch
        {
            FtpException e => e.Code,
            TlsException e => e.Code,
            FileStoreException e => e.Code,
            SiteException e => e.Code,
            StateException e => e.Code,
            CommandException e => e.Code!,
            _ => throw new ArgumentException($"{exception.GetType()} carries no code.", nameof(exception)),
        });
}
