using Sealift.App.Doctor;

namespace Sealift.App.Hosting;

/// <summary>What the server gives besides pages: files that the browser saves.</summary>
internal static class AppEndpoints
{
    public static void Map(WebApplication app) => DoctorFiles.Map(app);
}
