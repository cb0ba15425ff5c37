namespace Sealift.Client.Data;

/// <summary>In which form a data connection carries its bytes.</summary>
/// <param name="Type">TYPE; null where it makes no difference, as with listings, which are lines in either.</param>
/// <param name="IsCompressed">MODE Z rather than MODE S; what is wanted, where a server may have no such mode.</param>
internal readonly record struct TransferForm(FtpTransferType? Type, bool IsCompressed);
