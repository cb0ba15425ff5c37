namespace Sealift.TestKit;

/// <summary>The checkout that the running tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder with <c>Sealift.slnx</c>, found upwards from the test's own folder.</summary>
    /// <exception cref="InvalidOperationException">The tests run outside a checkout.</exception>
    public static string Root
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Sealift.slnx")))
                    return folder.FullName;
            }

            throw new InvalidOperationException($"No Sealift.slnx above {AppContext.BaseDirectory}.");
        }
    }
}
