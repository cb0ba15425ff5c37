using Sealift.App.Queue;
using Sealift.TestKit;
using Sealift.Transfer.Queues;
using Sealift.Transfer.State;

namespace Sealift.App.Tests.Frame;

/// <summary>The queue in the home of a test, as "sealift queue add" changes it while the app runs.</summary>
internal static class HomeQueue
{
    public static async Task AddAsync(TempDirectory home, NewTransfer transfer)
    {
        await using var file = await StateFile.OpenAsync(home.Combine(".local/state/sealift/transfers.db"), new StateFileOptions { Command = "test" }, TestContext.Current.CancellationToken);
        new TransferQueue(file).Add(NewJobs.From(transfer));
    }
}
