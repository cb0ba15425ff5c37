using Sealift.App.Doctor;
using Sealift.App.Files.Uploads;

namespace Sealift.App.Hosting;

/// <summary>What the server gives and takes besides pages: files that the browser saves or sends.</summary>
internal static class AppEndpoints
{
    public static void Map(WebApplication app)
    {
        DoctorFiles.Map(app);
        UploadEndpoint.Map(app);
    }
}
