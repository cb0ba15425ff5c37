namespace Sealift.Tls.OpenSsl;

/// <summary>An error of libssl.</summary>
/// <param name="Reason">Its number in sslerr.h; 0 if another library reported it.</param>
/// <param name="Text">Its text.</param>
internal readonly record struct OpenSslError(int Reason, string Text);
