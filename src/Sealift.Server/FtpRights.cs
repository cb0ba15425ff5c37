namespace Sealift.Server;

/// <summary>What a user may do with the files of a store.</summary>
/// <remarks>
/// What a session itself uploaded or made it may also rename, resume, replace and give times and permissions with <see cref="Write"/> alone,
/// so that uploads under a temporary name work for those who may not touch what others left.
/// </remarks>
[Flags]
public enum FtpRights
{
    /// <summary>Log in, move through directories, and nothing else.</summary>
    None = 0,

    /// <summary>Read files (RETR) and have checksums computed (HASH and its kin).</summary>
    Read = 1,

    /// <summary>Upload new files (STOR, APPE, STOU) and make directories (MKD).</summary>
    Write = 2,

    /// <summary>Delete files and directories (DELE, RMD); with <see cref="Write"/> also rename and move what is there (RNFR).</summary>
    Delete = 4,

    /// <summary>List directories (LIST, MLSD, NLST, STAT). SIZE, MDTM and MLST need this or <see cref="Read"/>.</summary>
    List = 8,

    /// <summary>With <see cref="Write"/>: change files that are there, by a new upload, by APPE or REST, by a rename onto them, or in their times and permissions.</summary>
    Overwrite = 16,

    /// <summary>Read and list.</summary>
    ReadOnly = Read | List,

    /// <summary>Everything.</summary>
    All = Read | Write | Delete | List | Overwrite,
}
