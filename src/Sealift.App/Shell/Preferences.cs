using System.Text.Json;
using System.Text.Json.Serialization;
using Sealift.App.Live;
using Sealift.Sites;

namespace Sealift.App.Shell;

/// <summary>What a person has chosen about the app: the file <c>app.json</c> beside the saved sites. A browser could not keep it, for which the app is another one each time, on another port.</summary>
internal sealed class Preferences(EventLog log) : ILiveSource
{
    private const int MaxBytes = 64 * 1024;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly Lock _lock = new();
    private PreferenceValues? _values;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <summary>The file.</summary>
    public static string FilePath => Path.Join(Path.GetDirectoryName(new SiteStore(SiteStore.DefaultPath).Path), "app.json");

    /// <summary>What was chosen.</summary>
    public PreferenceValues Values
    {
        get
        {
            lock (_lock) return _values ??= Read();
        }
    }

    /// <summary>Changes it and keeps it. Where it cannot be kept it holds until the app ends, and the log says why.</summary>
    public async Task ChangeAsync(Func<PreferenceValues, PreferenceValues> change)
    {
        lock (_lock) _values = change(Values);
        Changed?.Invoke();
        try
        {
            // What holds when the file's turn comes: of two changes at once the later writer may be the earlier change.
            await PrivateFile.ChangeAsync(FilePath, _ => JsonSerializer.SerializeToUtf8Bytes(Values, Format), CancellationToken.None);
        }
        catch (SiteException e)
        {
            log.Add(LogLevel.Warning, "app", $"what you chose is not kept: {e.Message}");
        }
    }

    private PreferenceValues Read()
    {
        try
        {
            return PrivateFile.Read(FilePath, MaxBytes) is { } content ? JsonSerializer.Deserialize<PreferenceValues>(content, Format) ?? new PreferenceValues() : new PreferenceValues();
        }
        catch (Exception e) when (e is SiteException or JsonException)
        {
            log.Add(LogLevel.Warning, "app", $"what was chosen before is not used: {e.Message}");
            return new PreferenceValues();
        }
    }
}
