namespace Sealift.Client;

/// <summary>What an upload does to the file that is there.</summary>
public enum FtpWriteMode
{
    /// <summary>STOR: the content takes the place of what is there, from the beginning (RFC 959 section 4.1.3).</summary>
    Replace,

    /// <summary>APPE: the content is added at the end.</summary>
    Append,

    /// <summary>REST and STOR: the content continues the file at an offset (RFC 3659 section 5).</summary>
    Resume,
}
