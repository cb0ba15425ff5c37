namespace Sealift.Core.Wire;

/// <summary>Whether the byte 0xFF is doubled in commands, as Telnet (RFC 854) and so RFC 959 section 4.1 have it.</summary>
/// <remarks>
/// It is "ÿ" in Latin-1, "я" in windows-1251 and "Ъ" in KOI8-R, and never part of UTF-8. Measured: ProFTPD 1.3.8 takes a doubled
/// byte for one; vsftpd 3.0.3 and Pure-FTPd 1.0.50 take it for two, and a name sent so is another name.
/// </remarks>
public enum TelnetDoubling
{
    /// <summary>Every 0xFF is doubled, as the RFC has it.</summary>
    Always,

    /// <summary>0xFF is doubled before a byte from 0xF0 on, where a reader of Telnet would take the two for a command.</summary>
    WhereNeeded,

    /// <summary>Nothing is doubled, for servers that do not read Telnet.</summary>
    Never,
}
