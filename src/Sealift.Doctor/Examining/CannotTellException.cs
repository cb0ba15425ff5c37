namespace Sealift.Doctor.Examining;

/// <summary>What a check needs to know cannot be known; the message says why, in a sentence for people.</summary>
internal sealed class CannotTellException(string message, Exception? innerException = null) : Exception(message, innerException);
