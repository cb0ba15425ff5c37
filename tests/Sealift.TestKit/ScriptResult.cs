namespace Sealift.TestKit;

internal sealed record ScriptResult(int ExitCode, string Output, string Error);
