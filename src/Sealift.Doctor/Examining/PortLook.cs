namespace Sealift.Doctor.Examining;

/// <summary>What was seen of one port.</summary>
/// <param name="Port">The port.</param>
/// <param name="State">Whether it takes connections.</param>
/// <param name="Detail">What was seen, in words.</param>
internal sealed record PortLook(int Port, PortState State, string Detail)
{
    /// <summary>What it speaks; null where it does not take connections.</summary>
    public Speech? Speech { get; init; }

    /// <summary>How long it took to connect.</summary>
    public TimeSpan ConnectTime { get; init; }

    public bool IsFtp => Speech is Examining.Speech.Ftp or Examining.Speech.FtpInTls or Examining.Speech.FtpThenTls;

    public override string ToString() => $"port {Port}: {Detail}";
}
