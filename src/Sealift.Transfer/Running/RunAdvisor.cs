namespace Sealift.Transfer.Running;

/// <summary>Says what would make such a run faster, where the run itself showed it.</summary>
internal static class RunAdvisor
{
    // A thousand files make it worth a word.
    private const int WorthAWord = 1000;

    // Where files are larger, the handshakes are little beside them.
    private const int SmallFile = 64 * 1024;

    // Of the time of one core. A run that used less waited for the network or the server, and another TLS version would not have helped it.
    private const double BusyShare = 0.5;

    public static TransferAdvice? Find(bool speaksTls13, TransferRunSummary summary, TimeSpan processorTime) =>
        speaksTls13
        && summary.FilesDone >= WorthAWord
        && summary.Bytes / summary.FilesDone <= SmallFile
        && processorTime >= summary.Elapsed * BusyShare
            ? TransferAdvice.Tls12ForSmallFiles
            : null;
}
