using System.Text.Json;
using Sealift.App.Live;
using Sealift.Cli.Output;
using Sealift.Transfer.State;

namespace Sealift.App.Queue;

/// <summary>The file of <see cref="QueueSettings"/>, beside the queue's.</summary>
internal sealed class QueueSettingsFile(EventLog log)
{
    private static string FilePath => Path.Join(Path.GetDirectoryName(StateFile.DefaultPath), "app-queue.json");

    /// <summary>What was saved; the defaults where nothing was, or it cannot be read, which the log tells.</summary>
    public QueueSettings Load()
    {
        try
        {
            if (!File.Exists(FilePath)) return new QueueSettings();
            var settings = JsonSerializer.Deserialize<QueueSettings>(File.ReadAllText(FilePath)) ?? new QueueSettings();
            _ = settings.ReadLimit();
            return settings;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or CommandException or StateException)
        {
            log.Add(LogLevel.Warning, "queue", $"the settings of the queue cannot be read, so the defaults count: {e.Message}");
            return new QueueSettings();
        }
    }

    /// <summary>Saves them; where that is not possible they count until the app ends, which the log tells.</summary>
    public void Save(QueueSettings settings)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
            var temporary = FilePath + ".new";
            File.WriteAllText(temporary, JsonSerializer.Serialize(settings));
            File.Move(temporary, FilePath, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StateException)
        {
            log.Add(LogLevel.Warning, "queue", $"the settings of the queue cannot be saved, so they count until the app ends: {e.Message}");
        }
    }
}
