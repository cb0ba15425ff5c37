// Uploads a directory: NightlyUpload DIRECTORY URL PIN, with the password in SEALIFT_PASSWORD. Run it again after a crash, and it goes on.
using Sealift.Client;
using Sealift.Core;
using Sealift.Tls.Trust;
using Sealift.Transfer;
using Sealift.Transfer.Events;
using Sealift.Transfer.Journals;
using Sealift.Transfer.Planning;
using Sealift.Transfer.State;

var url = FtpUrl.Parse(args[1]);
var credential = FtpCredential.WithPassword(url.User!, Environment.GetEnvironmentVariable("SEALIFT_PASSWORD")!);
var options = FtpClientOptions.From(url) with { Credential = credential, Trust = new TrustPolicy { Pins = [SpkiPin.Parse(args[2])] } };

await using var state = await StateFile.OpenAsync(StateFile.DefaultPath);
await using var source = TransferSide.Local(args[0]);
await using var target = TransferSide.Ftp(new FtpClientPool(options), url.Path, url.ToString(), $"{url.User}@{url.Host}:{url.Port}");
await using var run = JournalledRun.Open(state, new TransferPlan(source, target));
await foreach (var happened in run.RunAsync())
{
    if (happened is FileDone done) Console.WriteLine($"{done.Step.Path}: {done.Receipt.Bytes} bytes, {done.Receipt.Evidence}");
    if (happened is StepFailed { RetryAfter: null } failed) Console.Error.WriteLine($"{failed.Step.Path}: {failed.Failure.Cause}");
    if (happened is RunFinished { Summary.IsComplete: false }) return 1;
}

return 0;
