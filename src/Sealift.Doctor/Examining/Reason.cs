using System.Net.Sockets;
using Sealift.Core;

namespace Sealift.Doctor.Examining;

/// <summary>Why something could not be found out, in a sentence. It may quote a server: whoever shows it escapes it.</summary>
internal static class Reason
{
    public static string Of(Exception exception) => exception switch
    {
        CannotTellException e => e.Message,
        FtpException e => e.Message,
        OperationCanceledException => "Time ran out.",
        TimeoutException => "Time ran out.",
        IOException or SocketException => $"The connection broke: {exception.Message}",
        _ => $"The check itself failed, which is a defect of sealift: {exception.GetType().Name}: {exception.Message}",
    };
}
