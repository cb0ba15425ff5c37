using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sealift.Core.Wire;

/// <summary>The addresses of data connections as commands and replies write them.</summary>
public static class DataEndPointFormat
{
    // No field of EPSV or EPRT is longer than an IPv6 address.
    private const int MaxFieldLength = 64;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789,");

    /// <summary>Reads a reply to PASV.</summary>
    /// <param name="reply">Any reply; only 227 can succeed.</param>
    /// <param name="endPoint">The address it names. Connect to the control peer, not to this host.</param>
    public static bool TryParsePasv(FtpReply reply, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        ArgumentNullException.ThrowIfNull(reply);
        endPoint = null;
        return reply.Code == 227 && TryParsePasv(reply.Text, out endPoint);
    }

    /// <summary>Reads the text of a 227 reply: six numbers, with or without parentheses, anywhere in it (RFC 959 section 4.1.2).</summary>
    /// <param name="text">The text.</param>
    /// <param name="endPoint">The IPv4 address and the port, 1 to 65535.</param>
    public static bool TryParsePasv([NotNullWhen(true)] string? text, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        endPoint = null;
        var rest = text.AsSpan();
        while (true)
        {
            var start = rest.IndexOfAnyInRange('0', '9');
            if (start < 0)
                return false;
            var isSigned = start > 0 && (rest[start - 1] == '-' || char.IsAsciiLetter(rest[start - 1]));
            rest = rest[start..];
            var length = rest.IndexOfAnyExcept(NumberCharacters);
            var run = length < 0 ? rest : rest[..length];
            rest = rest[run.Length..];
            run = run.TrimEnd(',');
            if (run.Count(',') == 5)
                return !isSigned && (rest.IsEmpty || !char.IsAsciiLetter(rest[0])) && TryParseNumbers(run, out endPoint);
        }
    }

    /// <summary>Reads a reply to EPSV.</summary>
    /// <param name="reply">Any reply; only 229 can succeed.</param>
    /// <param name="port">The port, 1 to 65535, at the address of the control peer.</param>
    public static bool TryParseEpsv(FtpReply reply, out int port)
    {
        ArgumentNullException.ThrowIfNull(reply);
        port = 0;
        return reply.Code == 229 && TryParseEpsv(reply.Text, out port);
    }

    /// <summary>Reads the text of a 229 reply, "(|||port|)" with any delimiter from 33 to 126 but a digit (RFC 2428 section 3).</summary>
    /// <param name="text">The text.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    public static bool TryParseEpsv([NotNullWhen(true)] string? text, out int port)
    {
        port = 0;
        var rest = text.AsSpan();
        for (var open = rest.IndexOf('('); open >= 0; open = rest.IndexOf('('))
        {
            rest = rest[(open + 1)..];
            if (TryReadFields(rest, out _, out _, out var portText, out var after) && after.StartsWith(')'))
                return TryParsePortNumber(portText, out port);
        }

        return false;
    }

    /// <summary>Reads the protocols that a 522 reply to EPRT or EPSV asks for, "(1,2)": 1 is IPv4, 2 is IPv6 (RFC 2428 section 2).</summary>
    /// <param name="reply">Any reply; only 522 can succeed. TLS uses the same code for something else (RFC 4217 section 10).</param>
    /// <param name="protocols">The numbers, at least one.</param>
    public static bool TryParseProtocols(FtpReply reply, [NotNullWhen(true)] out IReadOnlyList<int>? protocols)
    {
        ArgumentNullException.ThrowIfNull(reply);
        protocols = null;
        if (reply.Code != 522)
            return false;
        var text = reply.Text.AsSpan();
        var open = text.LastIndexOf('(');
        var length = open < 0 ? -1 : text[(open + 1)..].IndexOf(')');
        if (length is < 1 or > MaxFieldLength)
            return false;
        var numbers = new List<int>();
        var list = text.Slice(open + 1, length);
        foreach (var range in list.Split(','))
        {
            if (!int.TryParse(list[range].Trim(' '), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return false;
            numbers.Add(number);
        }

        protocols = numbers;
        return true;
    }

    /// <summary>Reads the argument of PORT, "h1,h2,h3,h4,p1,p2" (RFC 959 section 5.3.2).</summary>
    /// <param name="text">The argument.</param>
    /// <param name="endPoint">The IPv4 address and the port, 1 to 65535.</param>
    public static bool TryParsePort([NotNullWhen(true)] string? text, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        endPoint = null;
        return text is not null && TryParseNumbers(text, out endPoint);
    }

    /// <summary>Reads the argument of EPRT, "|1|132.235.1.2|6275|" (RFC 2428 section 2).</summary>
    /// <param name="text">The argument.</param>
    /// <param name="endPoint">The address, IPv4 for protocol 1 and IPv6 for protocol 2, and the port, 1 to 65535.</param>
    public static bool TryParseEprt([NotNullWhen(true)] string? text, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        endPoint = null;
        if (!TryReadFields(text, out var protocol, out var host, out var portText, out var after)
            || !after.IsEmpty
            || !TryParsePortNumber(portText, out var port))
            return false;
        IPAddress? address;
        var isValid = protocol switch
        {
            "1" => TryParseIPv4(host, out address),
            "2" => TryParseIPv6(host, out address),
            _ => (address = null) is not null,
        };
        if (isValid)
            endPoint = new IPEndPoint(address!, port);
        return isValid;
    }

    /// <summary>The address part of a 227 reply, "(h1,h2,h3,h4,p1,p2)".</summary>
    /// <param name="endPoint">An IPv4 address, or an IPv6 address that maps one.</param>
    /// <exception cref="ArgumentException">The address is IPv6.</exception>
    public static string FormatPasv(IPEndPoint endPoint) => $"({FormatPort(endPoint)})";

    /// <summary>The port part of a 229 reply, "(|||port|)".</summary>
    /// <param name="port">1 to 65535.</param>
    public static string FormatEpsv(int port)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        return string.Create(CultureInfo.InvariantCulture, $"(|||{port}|)");
    }

    /// <summary>The argument of PORT.</summary>
    /// <param name="endPoint">An IPv4 address, or an IPv6 address that maps one.</param>
    /// <exception cref="ArgumentException">The address is IPv6.</exception>
    public static string FormatPort(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        var address = endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
        if (address.AddressFamily != AddressFamily.InterNetwork)
            throw new ArgumentException("PORT and PASV know IPv4 addresses only.", nameof(endPoint));
        var bytes = address.GetAddressBytes();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{bytes[0]},{bytes[1]},{bytes[2]},{bytes[3]},{endPoint.Port >> 8},{endPoint.Port & 255}");
    }

    /// <summary>The argument of EPRT.</summary>
    /// <param name="endPoint">An IPv4 or IPv6 address; a mapped IPv4 address is written as IPv4, a scope is left out.</param>
    public static string FormatEprt(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        var address = endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
        var isIPv4 = address.AddressFamily == AddressFamily.InterNetwork;
        var host = new IPAddress(address.GetAddressBytes());
        return string.Create(CultureInfo.InvariantCulture, $"|{(isIPv4 ? 1 : 2)}|{host}|{endPoint.Port}|");
    }

    private static bool TryParseNumbers(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        endPoint = null;
        Span<byte> numbers = stackalloc byte[6];
        var count = 0;
        foreach (var range in text.Split(','))
        {
            var field = text[range];
            if (count == 6 || field.Length is 0 or > 3
                || !byte.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[count++]))
                return false;
        }

        var port = (numbers[4] << 8) | numbers[5];
        if (count != 6 || port == 0)
            return false;
        endPoint = new IPEndPoint(new IPAddress(numbers[..4]), port);
        return true;
    }

    private static bool TryReadFields(
        ReadOnlySpan<char> text,
        out ReadOnlySpan<char> first,
        out ReadOnlySpan<char> second,
        out ReadOnlySpan<char> third,
        out ReadOnlySpan<char> after)
    {
        first = second = third = after = [];
        if (text.IsEmpty || text[0] is < (char)33 or > (char)126 || char.IsAsciiDigit(text[0]))
            return false;
        var delimiter = text[0];
        after = text[1..];
        return TryTake(ref after, delimiter, out first)
            && TryTake(ref after, delimiter, out second)
            && TryTake(ref after, delimiter, out third);
    }

    private static bool TryTake(scoped ref ReadOnlySpan<char> text, char delimiter, out ReadOnlySpan<char> field)
    {
        var end = text[..Math.Min(text.Length, MaxFieldLength)].IndexOf(delimiter);
        field = end < 0 ? [] : text[..end];
        text = text[(end + 1)..];
        return end >= 0;
    }

    private static bool TryParsePortNumber(ReadOnlySpan<char> text, out int port)
    {
        port = 0;
        return text.Length <= 5
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= ushort.MaxValue;
    }

    // The platform's parser also reads octal, hexadecimal and short forms, which mean another host to another reader.
    private static bool TryParseIPv4(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        Span<byte> bytes = stackalloc byte[4];
        var count = 0;
        foreach (var range in text.Split('.'))
        {
            var field = text[range];
            if (count == 4 || field.Length is 0 or > 3 || (field.Length > 1 && field[0] == '0')
                || !byte.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out bytes[count++]))
                return false;
        }

        if (count != 4)
            return false;
        address = new IPAddress(bytes);
        return true;
    }

    private static bool TryParseIPv6(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return text.Contains(':') && !text.ContainsAny('%', '[', ']') && IPAddress.TryParse(text, out address)
            && address.AddressFamily == AddressFamily.InterNetworkV6;
    }
}
