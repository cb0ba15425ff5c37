using Sealift.App.Doctor;
using Sealift.App.Files.Uploads;
using Sealift.App.Logs;
using Sealift.App.Timelines;

namespace Sealift.App.Hosting;

/// <summary>What the server gives and takes besides pages: files that the browser saves or sends.</summary>
internal static class AppEndpoints
{
    public static void Map(WebApplication app)
    {
        // A page that has lost its connection asks whether the app still knows this browser.
        app.MapGet("/alive", static () => TypedResults.NoContent());
        app.MapGet(TimelineExport.Pattern, TimelineExport.WriteAsync);
        app.MapGet(LogExport.Pattern, LogExport.WriteAsync);
        DoctorFiles.Map(app);
        UploadEndpoint.Map(app);
    }
}
