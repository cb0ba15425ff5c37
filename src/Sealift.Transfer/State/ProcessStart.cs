namespace Sealift.Transfer.State;

/// <summary>When a process began, so that a pid that is used again is not taken for the process that had it.</summary>
internal static class ProcessStart
{
    // proc(5): the 22nd field is the start in clock ticks since the machine started; the second one ends with the last ')'.
    private const int StartField = 22 - 3;

    /// <summary>The start of a process; empty where it is gone or the system does not tell.</summary>
    public static string Find(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields.Length > StartField ? fields[StartField] : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
